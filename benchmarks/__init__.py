"""Measurements behind the project's choices; each prints a table and compares with a baseline in the same run."""
