"""How much one person may ask: beyond it they are told once when to go on, and not answered till then."""

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_MOST_TOLD = 10_000
_CLOCK_SECONDS = 5.0  # by which the clock is set, and does not just run fast or slow


class Rate:
    """Counts what each person sends, in memory."""

    def __init__(self, written: str) -> None:
        """``written`` as in ``30/minute``."""
        self._item = parse(written)
        self._counts = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._counts)
        self._told: dict[str, float] = {}  # until when people need not be told again
        self._offset = time.time() - time.monotonic()

    def wait(self, person: str) -> int | None:
        """Count a message: None if it may be answered, else the seconds to tell the person, 0 to say nothing."""
        self._mind_the_clock()
        if self._limiter.hit(self._item, person):
            return None
        now = time.time()
        if self._told.get(person, 0.0) > now:
            return 0
        if len(self._told) >= _MOST_TOLD:
            self._told = {each: until for each, until in self._told.items() if until > now}
        self._told[person] = now + self._item.get_expiry()
        left = self._limiter.get_window_stats(self._item, person).reset_time - now
        return max(1, math.ceil(left))

    def _mind_the_clock(self) -> None:
        """Count anew where the clock was set: what was counted by another time would keep people waiting."""
        offset = time.time() - time.monotonic()
        if abs(offset - self._offset) > _CLOCK_SECONDS:
            self._counts.reset()
            self._told.clear()
        self._offset = offset
