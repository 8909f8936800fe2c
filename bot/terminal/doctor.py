"""``minutes doctor``: whether everything the program needs is there and works, and what to do where it does not."""

from collections.abc import Sequence

import typer
from rich.text import Text

from bot.logs import Secrets
from bot.settings import Settings, load_settings
from bot.terminal.checkup import Check, Finding, Outcome, ok, run_checks, warning
from bot.terminal.checkup_library import LibraryChecks, reader_checks, unreadable
from bot.terminal.screen import NOTHING_FOUND, Json, out, print_json, terminal_language, visible
from data.bilingual import Bilingual, MinutesError

_MARKS = {
    Outcome.OK: ("✓", "green"),
    Outcome.WARNING: ("!", "yellow"),
    Outcome.FAILED: ("✗", "red"),
}


def doctor(as_json: Json = False) -> None:  # noqa: FBT002 - typer's way of a flag
    """Check settings, store, index, model and, with a token, Telegram."""
    language = terminal_language()
    checks, secrets = _all_checks()
    outcomes = set()
    for check, finding in run_checks(checks):
        outcomes.add(finding.outcome)
        sentence = secrets.black_out(finding.sentence.say(language))
        if as_json:
            print_json({"check": check.name, "status": finding.outcome, "message": sentence})
        else:
            mark, style = _MARKS[finding.outcome]
            title = check.title.say(language)
            out.print(Text.assemble((f"{mark} {title}", style), f" · {visible(sentence)}"))
    if Outcome.FAILED in outcomes:
        raise typer.Exit(NOTHING_FOUND)


def _all_checks() -> tuple[Sequence[Check], Secrets]:
    """All checks, and what their findings must not show; without settings those that need none."""
    try:
        settings = load_settings()
    except MinutesError as error:
        return (unreadable(error), *reader_checks()), Secrets(())
    from bot.terminal.checkup_telegram import TelegramChecks  # noqa: PLC0415 - half a second, and only this command needs it

    own = (
        Check("settings", Bilingual("设置", "settings"), lambda: ok("可以读取。", "they can be read.")),
        Check("access", Bilingual("访问权限", "access"), lambda: _access(settings)),
    )
    checks = (*own, *LibraryChecks(settings.library).checks, *reader_checks(), *TelegramChecks(settings).checks)
    return checks, Secrets(settings.secrets)


def _access(settings: Settings) -> Finding:
    if settings.open_access:
        return ok("所有人可以查询公开的纪要。", "everybody may ask about minutes marked for the public.")
    if settings.admin_ids:
        count = len(settings.admin_ids)
        return ok(f"{count} 位管理员，其他人需邀请。", f"{count} administrators; others need an invitation.")
    return warning(
        "ADMIN_IDS 为空且 OPEN_ACCESS 未开启，没有人可以提问：请把您的 Telegram 编号写入 ADMIN_IDS。",
        "ADMIN_IDS is empty and OPEN_ACCESS is off, so nobody may ask: put your Telegram id into ADMIN_IDS.",
    )
