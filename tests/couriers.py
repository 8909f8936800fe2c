"""A process that delivers what is due and nothing else: ``python -m tests.couriers STATE URL``.

It says ``ready`` and goes one round for each line that it reads, so that several begin at the same moment.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from telegram.ext import ExtBot

from bot.conversation import Conversation
from bot.digests.delivering import Courier
from bot.people.access import Access
from bot.telegram.patience import PatientLimiter
from bot.telegram.posting import Poster
from bot.telegram.sending import Sender
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.telegram_bot import TOKEN


async def deliver(library: MinutesLibrary, url: str) -> None:
    """Deliver with the real channel."""
    editor = Conversation(library, access=Access(library.people, open_access=True)).editor
    bot: ExtBot[Any] = ExtBot(TOKEN, base_url=f"{url}/bot", rate_limiter=PatientLimiter(lambda: None))
    async with bot:
        courier = Courier(editor.deliveries, editor, Poster(Sender(bot)).send)
        say("ready")
        while await asyncio.to_thread(sys.stdin.readline):
            await courier.round()
            say("done")


def say(word: str) -> None:
    """Tell whoever started this."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    state = Path(sys.argv[1])
    with MinutesLibrary(LibrarySettings(state, state)) as opened:
        asyncio.run(deliver(opened, sys.argv[2]))
