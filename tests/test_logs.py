"""A secret shows in no log, whoever logs it and however."""

import logging

import pytest

from bot.logs import log_to_stderr

SECRET = "123:made-up"


def test_a_secret_is_blacked_out_in_messages_and_tracebacks(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        log_to_stderr(SECRET)
        logging.getLogger("somebody").warning("asked %s", f"https://example.org/bot{SECRET}/getMe")
        refused = RuntimeError(f"the token {SECRET} was refused")
        logging.getLogger("somebody").error("failed", exc_info=refused)
    finally:
        root.handlers[:], root.level = before, level
    shown = capsys.readouterr().err
    assert "getMe" in shown
    assert "RuntimeError" in shown
    assert SECRET not in shown
