"""The checks of Telegram: the token, the webhook, and what @BotFather was told of the bot. Nothing is changed there."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.settings import TELEGRAM_API, Settings
from bot.terminal.checkup import Check, Finding, failed, ok, warning
from data.bilingual import Bilingual

_SECONDS = 10.0  # for one call
_PORTS = {443, 80, 88, 8443}  # to which Telegram posts: the Bot API's own words at setWebhook
_MANY = 100  # updates that wait
_RECENT = timedelta(hours=1)

Ask = Callable[[Bot], Awaitable[Finding]]


@dataclass(frozen=True, slots=True)
class TelegramChecks:
    """The checks of the bot with these settings."""

    settings: Settings

    @property
    def checks(self) -> Sequence[Check]:
        """All of them; without a token only that there is none."""
        if self.settings.telegram_bot_token is None:
            return (Check("telegram", Bilingual("Telegram", "Telegram"), _no_token),)
        asks: tuple[tuple[str, Bilingual, Ask], ...] = (
            ("telegram", Bilingual("Telegram", "Telegram"), self._me),
            ("webhook", Bilingual("更新接收", "receiving updates"), self._webhook),
            ("groups", Bilingual("群聊", "groups"), self._groups),
            ("inline", Bilingual("内联模式", "inline mode"), self._inline),
        )
        return tuple(Check(name, title, partial(self._asked, ask), 3 * _SECONDS) for name, title, ask in asks)

    def _asked(self, ask: Ask) -> Finding:
        """Ask Telegram something; neither its words nor an error's are shown, for the token may stand in them."""
        try:
            return asyncio.run(self._with_bot(ask))
        except InvalidToken:
            return failed(
                "Telegram 不接受 TELEGRAM_BOT_TOKEN：请在 @BotFather 处核对。",
                "Telegram does not accept TELEGRAM_BOT_TOKEN: compare it with @BotFather's.",
            )
        except TelegramError as error:
            name, host = type(error).__name__, urlsplit(str(self.settings.telegram_api_url)).hostname
            return failed(
                f"无法连接 {host}（{name}）：请检查网络、代理或 TELEGRAM_API_URL。",
                f"{host} cannot be reached ({name}): check the network, the proxy or TELEGRAM_API_URL.",
            )

    async def _with_bot(self, ask: Ask) -> Finding:
        token, api = self.settings.telegram_bot_token, str(self.settings.telegram_api_url).rstrip("/")
        request = HTTPXRequest(connect_timeout=_SECONDS, read_timeout=_SECONDS, pool_timeout=_SECONDS)
        async with Bot(token.get_secret_value() if token else "", f"{api}/bot", request=request) as bot:
            return await ask(bot)

    async def _me(self, bot: Bot) -> Finding:
        return ok(f"机器人是 @{bot.username}。", f"the bot is @{bot.username}.")

    async def _webhook(self, bot: Bot) -> Finding:
        info = await bot.get_webhook_info()
        wanted = str(self.settings.webhook_url) if self.settings.webhook_url else ""
        return self._refusable(wanted) or _compared(wanted, info) or _delivered(info) or _at_rest(info)

    def _refusable(self, wanted: str) -> Finding | None:
        """What Telegram's own server does not accept as the address of a webhook; one of yours takes more."""
        if not wanted or str(self.settings.telegram_api_url).rstrip("/") != TELEGRAM_API:
            return None
        parts = urlsplit(wanted)
        if parts.scheme == "https" and (parts.port or 443) in _PORTS:
            return None
        return failed(
            "Telegram 不接受这个 WEBHOOK_URL：须为 https，端口 443、80、88 或 8443。",
            "Telegram does not accept this WEBHOOK_URL: it must be https, at port 443, 80, 88 or 8443.",
        )

    async def _groups(self, bot: Bot) -> Finding:
        me = bot.bot
        if me.can_join_groups is False:
            return warning(
                "不能加入群聊：如需在群里使用，请在 @BotFather 处用 /setjoingroups 开启。",
                "it cannot join groups: where that is wanted, switch it on with /setjoingroups at @BotFather.",
            )
        return _privacy(me)

    async def _inline(self, bot: Bot) -> Finding:
        me = bot.bot
        if me.supports_inline_queries:
            return ok(f"已开启：@{me.username} 后接问题。", f"on: @{me.username} and a question, in any chat.")
        return warning(
            "未开启：请在 @BotFather 处用 /setinline 开启。", "off: switch it on with /setinline at @BotFather."
        )


def _no_token() -> Finding:
    return ok(
        "未设置 TELEGRAM_BOT_TOKEN；只有 minutes bot 需要。",
        "TELEGRAM_BOT_TOKEN is not set; only `minutes bot` needs it.",
    )


def _privacy(me: User) -> Finding:
    if me.can_read_all_group_messages:
        return ok(
            "隐私模式已关闭：能收到群里全部消息，只回答对它说的。",
            "privacy mode is off: it gets all messages of its groups, and answers those to it.",
        )
    return ok(
        "隐私模式已开启：收到命令和对它的回复；收不到群里的 @ 时，请在 @BotFather 处用 /setprivacy 关闭，再拉它入群。",
        "privacy mode is on: it gets commands and replies to it; where mentions do not reach it, switch it off with "
        "/setprivacy at @BotFather and add the bot to its groups again.",
    )


def _compared(wanted: str, info: WebhookInfo) -> Finding | None:
    """What is to be said of a webhook that is set at Telegram and not the one in the settings."""
    if not info.url or info.url == wanted:
        return None
    host = urlsplit(info.url).hostname
    if not wanted:
        return warning(
            f"Telegram 把更新发往 {host}，而未设置 WEBHOOK_URL：minutes bot 启动时会撤销它；请确认没有别的程序在用。",
            f"Telegram posts updates to {host}, but WEBHOOK_URL is not set: `minutes bot` will take that webhook down; "
            "make sure that no other program uses this token.",
        )
    return warning(
        f"Telegram 把更新发往另一个地址（{host}）：重新启动 minutes bot --webhook 即可改正。",
        f"Telegram posts updates to another address (at {host}): start `minutes bot --webhook` again.",
    )


def _delivered(info: WebhookInfo) -> Finding | None:
    """What is to be said of updates that do not come through."""
    waiting = info.pending_update_count
    if info.last_error_date and datetime.now(UTC) - info.last_error_date < _RECENT:
        return warning(
            f"Telegram 最近一次投递失败（{info.last_error_message}），{waiting} 条更新待投递：请检查代理和证书。",
            f"Telegram's last delivery failed ({info.last_error_message}), {waiting} updates wait: check the proxy and "
            "its certificate.",
        )
    if waiting > _MANY:
        return warning(
            f"{waiting} 条更新在 Telegram 等待：机器人是否在运行？",
            f"{waiting} updates wait at Telegram: is the bot up?",
        )
    return None


def _at_rest(info: WebhookInfo) -> Finding:
    waiting = info.pending_update_count
    if info.url:
        return ok(f"Webhook 已设置，{waiting} 条更新待投递。", f"the webhook is set, {waiting} updates wait.")
    return ok(f"没有 Webhook（轮询），{waiting} 条更新待取。", f"no webhook is set (polling), {waiting} updates wait.")
