"""Where answers are made: threads beside the event loop, others for what is slow."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_WAITING = 32  # more than wait for a chat model at the same time
_WORKING = (os.cpu_count() or 1) + 1  # more would only keep the event loop from its turn
_SLOW = 2

_Result = TypeVar("_Result")


class Threads:
    """Three pools: for answers, for files and pictures, and one thread that writes the inbox."""

    def __init__(self, *, with_chat_model: bool = False) -> None:
        """``with_chat_model`` where most of an answer's time is spent waiting for one."""
        self._answering = ThreadPoolExecutor(_WAITING if with_chat_model else _WORKING, thread_name_prefix="answer")
        self._slow = ThreadPoolExecutor(_SLOW, thread_name_prefix="slow")
        self.inbox = ThreadPoolExecutor(1, thread_name_prefix="inbox")

    async def run(self, work: Callable[[], _Result], *, slow: bool = False) -> _Result:
        """Do something that blocks."""
        return await asyncio.get_running_loop().run_in_executor(self._slow if slow else self._answering, work)

    def close(self) -> None:
        """Wait for what is being done; what has not begun is left."""
        for pool in (self._answering, self._slow, self.inbox):
            pool.shutdown(cancel_futures=True)
