"""The first room: reading files, parsing minutes, and the store that keeps them."""
