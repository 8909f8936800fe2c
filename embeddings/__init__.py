"""Turning texts into vectors (the encoder) and finding the nearest ones (the index)."""
