"""Digests and alerts: what they say, when they are due, how they are delivered."""
