"""The terminal: the command line, the console, and what they print."""
