"""What stands in the log: events with their fields, and no secret and nothing that people say, whoever logs it."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest

from bot.logs import ROOMS, log_event, log_to_stderr
from bot.timing import Steps, tell_facts, tell_steps

SECRET = '123:made-up/and "quoted"'
SAID = "五经普怎么安排"

Printed = Callable[[], str]
Objects = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    rooms = [logging.getLogger(name) for name in ROOMS]
    levels = [room.level for room in rooms]
    yield
    root.handlers[:], root.level = handlers, level
    for room, before in zip(rooms, levels, strict=True):
        room.setLevel(before)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    return lambda: capsys.readouterr().err


@pytest.fixture
def objects(printed: Printed) -> Objects:
    return lambda: [json.loads(line) for line in printed().splitlines()]


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_a_secret_is_blacked_out_in_every_form_in_messages_fields_and_tracebacks(
    printed: Printed, *, as_json: bool
) -> None:
    log_to_stderr([SECRET, ""], as_json=as_json, level="info")
    logging.getLogger("somebody").warning("asked %s", f"https://example.org/bot{SECRET}/getMe")
    logging.getLogger("somebody").warning("asked %s", {"address": f"https://example.org/{quote(SECRET)}"})
    logging.getLogger("somebody").warning("asked %s", quote(SECRET, safe="").lower())
    log_event("asked", address=SECRET, within={"list": [SECRET]}, quoted=quote(SECRET, safe=""))
    logging.getLogger("somebody").error("failed", exc_info=RuntimeError(f"the token {SECRET!r} was refused"))
    shown = printed()
    assert shown.count("•••") == 7
    assert "getMe" in shown
    assert "RuntimeError" in shown
    assert "made-up" not in shown
    if as_json:
        assert len([json.loads(line) for line in shown.splitlines()]) == 5


def test_an_event_in_text_is_one_line_with_its_fields(printed: Printed) -> None:
    log_to_stderr(level="info")
    log_event("answered", update=7, kind="question", total_ms=12.5, file="a b\nc\x1b[31m")
    [line] = printed().splitlines()
    assert line.endswith(r'bot: answered update=7 kind=question total_ms=12.5 file="a b\nc\u001b[31m"')
    assert " INFO " in line


def test_an_event_in_json_is_one_object_with_its_fields(objects: Objects) -> None:
    log_to_stderr(level="info", as_json=True)
    log_event("answered", update=7, kind="command:item", send_ms=3.5, file="纪要\n.pdf")
    logging.getLogger("data").warning("two\nlines")
    logging.getLogger("data").error("failed", exc_info=ValueError("no"))
    event, warning, error = objects()
    assert event.pop("time")[-1] == "Z"
    assert event == {
        "level": "info",
        "logger": "bot",
        "event": "answered",
        "update": 7,
        "kind": "command:item",
        "send_ms": 3.5,
        "file": "纪要\n.pdf",
    }
    assert warning["event"] == "two\nlines"
    assert error["traceback"].endswith("ValueError: no")


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_what_a_person_wrote_is_logged_only_where_that_is_switched_on(printed: Printed, *, as_json: bool) -> None:
    log_to_stderr(level="debug", as_json=as_json)
    log_event("answered", said=SAID, update=7)
    shown = printed()
    assert "answered" in shown
    assert "said" not in shown
    assert SAID not in shown
    log_to_stderr(level="debug", as_json=as_json, with_messages=True)
    log_event("answered", said=SAID, update=7)
    assert SAID in printed()


def test_other_libraries_log_warnings_only_whatever_the_level(printed: Printed) -> None:
    log_to_stderr(level="debug")
    for name in (
        "httpx",
        "httpcore.http11",
        "telegram.ext.Application",
        "telegram.Bot",
        "tornado.access",
        "sqlalchemy",
    ):
        logging.getLogger(name).debug("bot123:token in debug")
        logging.getLogger(name).info("bot123:token in info")
    logging.getLogger("retrieval.searching").debug("of our own")
    shown = printed()
    assert "of our own" in shown
    assert "token" not in shown


def test_at_level_error_nobody_warns(printed: Printed) -> None:
    log_to_stderr(level="error")
    for name in ("telegram", "bot", "data.store"):
        logging.getLogger(name).warning("careful")
    assert printed() == ""


# Time per step


def test_steps_are_timed_and_equal_ones_added_up() -> None:
    now = 0.0
    steps = Steps(clock=lambda: now)
    with steps.step("wait"):
        now = 1.0

    def refused() -> None:
        nonlocal now
        now = 1.5
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        steps.run("send", refused)
    with steps.step("send"):
        now = 1.75
    now = 2.0
    assert steps.fields == {"wait_ms": 1000.0, "send_ms": 750.0, "total_ms": 2000.0}


def test_what_is_told_in_other_threads_is_kept_with_the_work_it_belongs_to() -> None:
    def work(name: str) -> str:
        tell_steps(encode=len(name))
        tell_facts(status=name)
        return name

    async def all_of_it() -> list[dict[str, object]]:
        loop = asyncio.get_running_loop()
        many = [Steps() for _ in range(20)]
        with ThreadPoolExecutor(4) as threads:
            names = await asyncio.gather(
                *(
                    loop.run_in_executor(threads, steps.run, "answer", work, "x" * number)
                    for number, steps in enumerate(many)
                )
            )
        assert names == ["x" * number for number in range(20)]
        return [dict(steps.fields) for steps in many]

    for number, fields in enumerate(asyncio.run(all_of_it())):
        assert fields["encode_ms"] == number
        assert fields["status"] == "x" * number
        assert fields.keys() == {"encode_ms", "status", "answer_ms", "total_ms"}


def test_what_nobody_times_is_told_to_nobody() -> None:
    tell_steps(encode=3.0)
    tell_facts(status="answered")
    assert Steps().fields.keys() == {"total_ms"}
