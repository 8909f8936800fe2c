"""The conversation in a terminal: lines typed in, paragraphs drawn, buttons as numbers."""

import builtins
import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot import texts
from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.replies import Button, Paragraph, Reply, Style
from bot.terminal.console import chat, draw
from bot.terminal.progress import ProgressBar
from data.bilingual import Language
from retrieval.library import MinutesLibrary

Talk = Callable[..., list[str]]
ITEM = "以“时时放心不下”的责任感，毫不松懈抓好安全生产各项工作。"


@pytest.fixture
def talk(library: MinutesLibrary, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Types lines into the console conversation; what was drawn before the first line and after each."""

    def play(*lines: str | type[BaseException], language: Language = "zh", width: int = 1000) -> list[str]:
        script: Iterator[str | type[BaseException]] = iter([*lines, EOFError])

        def type_line(_: str = "") -> str:
            line = next(script)
            if isinstance(line, str):
                return line
            raise line

        monkeypatch.setattr(builtins, "input", type_line)
        file = io.StringIO()
        chat(Conversation(library), Console(file=file, width=width), language)
        return file.getvalue().split("> ")

    return play


@pytest.mark.parametrize("end", ["/quit", "/exit", " /quit ", EOFError, KeyboardInterrupt])
def test_the_conversation_ends_when_asked_or_when_the_input_ends(talk: Talk, end: str | type[BaseException]) -> None:
    _, goodbye = talk(end, "/meetings")
    assert goodbye.strip() == texts.BYE.zh


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_begins_with_the_greeting_and_how_to_leave_in_the_language_of_the_terminal(
    talk: Talk, language: Language
) -> None:
    greeting, goodbye = talk(language=language)
    assert greeting.splitlines()[0] == texts.GREETING.say(language)
    assert greeting.splitlines()[-1] == texts.CHAT_HINT.say(language)
    assert "/quit" in greeting
    assert goodbye.strip() == texts.BYE.say(language)


def test_a_question_is_answered_with_citations_and_numbered_buttons(talk: Talk) -> None:
    _, answer, _ = talk("五经普怎么安排")
    assert "「（三）市统计局要牵头做好“五经普”组织实施和业务指导" in answer
    assert "」 [第26次·二·（三）]" in answer
    assert "[1] 全文 26·二·（三）" in answer


def test_the_number_of_a_button_presses_it(talk: Talk) -> None:
    _, item, resolution, meeting, _ = talk("/item 26-3-2", "3", "3")
    assert ITEM in item
    assert item.splitlines()[-4:] == ["[3] 整项决议", "[4] 整次会议", "[5] Word", "[6] TXT"]
    assert resolution.startswith("三、听取高新区、消防救援大队关于安全生产工作情况的汇报")
    assert resolution.splitlines()[-3] == "[3] 整次会议"
    assert meeting.startswith("太仓市人民政府 第26次常务会议")


def test_a_picture_is_written_to_a_file_that_is_named(
    library: MinutesLibrary, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Showing(Conversation):
        def reply(self, message: Message, person: Person) -> Reply:  # noqa: ARG002 - the same reply to all
            return Reply((Paragraph("原件"),), pictures=(b"a picture",) if message.text == "show" else ())

    lines = iter(["show", "/quit"])
    monkeypatch.setattr(builtins, "input", lambda _="": next(lines))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = io.StringIO()
    chat(Showing(library), Console(file=file, width=1000), "zh")
    [written] = tmp_path.iterdir()
    assert written.read_bytes() == b"a picture"
    assert texts.PICTURE_WRITTEN.zh.format(file=written) in file.getvalue()


def test_a_full_width_number_presses_too(talk: Talk) -> None:
    assert talk("/meetings", "２")[2].startswith("太仓市人民政府 第25次常务会议")


@pytest.mark.parametrize("line", ["7", "0", "-1", "²", "99999999999999999999"])
def test_a_number_without_a_button_is_read_as_a_message(talk: Talk, line: str) -> None:
    answer = talk("/item 26-3-2", line)[2]
    assert answer.strip()
    assert not answer.startswith(("「三、", "太仓市人民政府"))


def test_the_buttons_of_an_earlier_reply_are_gone(talk: Talk) -> None:
    assert "「三、" not in "".join(talk("/item 26-3-2", "/help", "1")[2:])


def test_an_empty_line_is_asked_for_words(talk: Talk) -> None:
    assert talk("   ")[1].strip() == texts.NO_TEXT.zh


def test_what_looks_like_the_terminals_markup_is_drawn_as_it_is() -> None:
    file = io.StringIO()
    reply = Reply(
        (Paragraph("[bold]五[/bold] :smile:", Style.QUOTE, "第26次·[red]"),),
        (Button("[1]", "show 26"), Button("分享", share="a")),
    )
    Console(file=file, width=200).print(*draw(reply), sep="\n")
    assert file.getvalue() == "「[bold]五[/bold] :smile:」 [第26次·[red]]\n[1] [1]\n"


def test_a_narrow_terminal_loses_no_character(talk: Talk) -> None:
    wide, narrow = talk("/item 26-3-3")[1], talk("/item 26-3-3", width=20)[1]
    assert max(len(line) for line in narrow.splitlines()) <= 20
    assert "".join(narrow.split()) == "".join(wide.split())


@pytest.mark.parametrize(("language", "label"), [("zh", "计算向量"), ("en", "Embedding")])
def test_the_progress_bar_says_what_is_waited_for_and_starts_anew_each_time(language: Language, label: str) -> None:
    file = io.StringIO()
    bar = ProgressBar(Console(file=file, width=80, force_terminal=True), language)
    for steps in (3, 7):
        bar(1, steps)
        bar(steps, steps)
        assert f"{steps}/{steps}" in file.getvalue()
    assert label in file.getvalue()


def test_where_no_one_watches_there_is_no_progress_bar() -> None:
    file = io.StringIO()
    bar = ProgressBar(Console(file=file, width=80), "en")
    bar(1, 2)
    bar(2, 2)
    assert not file.getvalue()


def test_a_file_is_written_under_its_own_name(talk: Talk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    _, told, _ = talk("/file 26-3-2 txt")
    [written] = tmp_path.glob("*/*.txt")
    assert str(written) in told
    assert ITEM in written.read_text("utf-8")
