"""Forgetting in time: what is kept for so many days only is deleted when the bot starts, and daily from then on."""

import asyncio
import logging
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from bot.telegram.threads import Threads
from retrieval.library import MinutesLibrary

_DAY = 24 * 60 * 60  # seconds

_log = logging.getLogger(__name__)


async def forget_daily(library: MinutesLibrary, threads: Threads, days: int) -> None:
    """Forget what is older than ``days``, again and again until cancelled."""
    while True:
        try:
            await threads.run(partial(library.forget_old, days))
        except SQLAlchemyError as error:  # the database is busy: there is another day
            _log.warning("what is old could not be forgotten: %s", type(error).__name__)
        await asyncio.sleep(_DAY)
