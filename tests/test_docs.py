"""The documents name only what there is, and all of it: commands, options, settings, files."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from bot.conversation import Conversation
from bot.settings import Settings
from bot.terminal.cli import app
from retrieval.library import MinutesLibrary
from tests.conftest import ROOT

README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [README, *DOCS]
AT_BOTFATHER = {"newbot", "setinline", "setjoingroups", "setprivacy"}

IN_CHAT = re.compile(r"`/([a-z]+)(?=[` ]|[一-鿿])")
IN_TERMINAL = re.compile(r"(?:`|^(?:\$ )?)minutes ([a-z]+)\b([^`#\n]*)", re.MULTILINE)
OPTION = re.compile(r"--[a-z-]+")
SETTING = re.compile(r"`([A-Z]+(?:_[A-Z]+)+)`")
LINK = re.compile(r"(?:\]\(|src=\")(?!https?:)([^)#\"]*)#?([^)\"]*)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(rf"{FENCED.pattern}|`[^`\n]+`", FENCED.flags)


def text_of(*pages: Path) -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def named_in_terminal(page: Path) -> list[tuple[str, str]]:
    """The commands that a page gives to type, each with what follows it."""
    return IN_TERMINAL.findall("\n".join(CODE.findall(text_of(page))))


@pytest.fixture(scope="module")
def in_chat(library: MinutesLibrary) -> set[str]:
    return set(Conversation(library).commands)


@pytest.fixture(scope="module")
def in_terminal() -> dict[str, set[str]]:
    """The commands of the program with their options."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {
        name: {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
        for name, command in group.commands.items()
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_named_exists(page: Path, in_chat: set[str], in_terminal: dict[str, set[str]]) -> None:
    assert set(IN_CHAT.findall(text_of(page))) - AT_BOTFATHER <= in_chat
    for name, rest in named_in_terminal(page):
        assert name in in_terminal
        assert set(OPTION.findall(rest)) <= in_terminal[name], name


@pytest.mark.parametrize("pages", [[README], DOCS], ids=["README", "docs"])
def test_every_command_in_chat_is_named(pages: list[Path], in_chat: set[str]) -> None:
    assert in_chat - {"start", "ask"} <= set(IN_CHAT.findall(text_of(*pages)))


def test_every_command_of_the_terminal_is_named(in_terminal: dict[str, set[str]]) -> None:
    assert set(in_terminal) == {name for name, _ in named_in_terminal(README)}


def test_every_setting_that_is_named_exists() -> None:
    named = set(SETTING.findall(text_of(*PAGES)))
    assert {"ADMIN_IDS", "KEEP_DAYS"} <= named <= {name.upper() for name in Settings.model_fields}


def anchors(page: Path) -> Iterator[str]:
    """The names by which GitHub links to the headings of a page."""
    for heading in re.findall(r"^#+ (.+)$", FENCED.sub("", text_of(page)), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for file, anchor in LINK.findall(FENCED.sub("", text_of(page))):
        target = page.parent / file if file else page
        assert target.is_file() or target.is_dir(), file
        assert not anchor or anchor in anchors(target), f"{file}#{anchor}"


def test_every_library_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    names = {match[0] for each in wanted if (match := re.match(r"[\w-]+", each))} - {project["name"]}
    explained = set(re.findall(r"[\w-]+", text_of(ROOT / "docs" / "libraries.md")))
    assert names
    assert names <= explained
