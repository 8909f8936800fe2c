"""The conversation in Telegram: updates in, replies out, nothing decided here. ``application`` is where to begin."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # PTB gives durations as such, which it will always do from some day on
