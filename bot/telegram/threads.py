"""Where answers are made: threads beside the event loop, others for what is slow."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_ANSWERING = 32  # more than wait for a chat model at the same time
_SLOW = 2

_Result = TypeVar("_Result")


class Threads:
    """Three pools: for answers, for files and pictures, and one thread that writes the inbox."""

    def __init__(self) -> None:
        self._answering = ThreadPoolExecutor(_ANSWERING, thread_name_prefix="answer")
        self._slow = ThreadPoolExecutor(_SLOW, thread_name_prefix="slow")
        self.inbox = ThreadPoolExecutor(1, thread_name_prefix="inbox")

    async def run(self, work: Callable[[], _Result], *, slow: bool = False) -> _Result:
        """Do something that blocks."""
        return await asyncio.get_running_loop().run_in_executor(self._slow if slow else self._answering, work)

    def close(self) -> None:
        """Wait for what is being done; what has not begun is left."""
        for pool in (self._answering, self._slow, self.inbox):
            pool.shutdown(cancel_futures=True)
