"""The rounds in which digests and alerts go out, as a job of PTB's JobQueue."""

from datetime import timedelta
from typing import Any

from telegram.ext import Application, ContextTypes

from bot.digests.delivering import Courier

EVERY = timedelta(seconds=20)
"""How often it is looked what is due; what is due stands in the store, so a start or a stop changes nothing."""


def go_round(application: Application[Any, Any, Any, Any, Any, Any], courier: Courier) -> None:
    """Have the courier go round as long as the application runs, one round at a time, however late one begins."""

    async def deliver(_: ContextTypes.DEFAULT_TYPE) -> None:
        await courier.round()

    if application.job_queue is None:
        raise RuntimeError("PTB was installed without its job queue")
    late_is_fine = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    application.job_queue.run_repeating(deliver, EVERY, first=1, name="digests", job_kwargs=late_is_fine)
