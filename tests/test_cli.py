"""The command line as people and programs use it: what it prints where, and how it ends."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MINUTES, Program
from tests.rendering.documents import text_pdf
from tests.rendering.typesetting import set_pages

ANSWER = {"question", "language", "status", "answer", "citations", "understood", "timings_ms"}
CITATION = {"ref", "issuer", "meeting", "document_number", "part", "resolution", "item", "quote", "source"}
REPORT = {"source", "status", "ref", "full_ref", "resolutions", "items", "replaces", "warnings", "error"}
CHINESE = "zh_CN.UTF-8"


def bare(text: str) -> str:
    return "".join(text.split())


def source(meeting: int) -> str:
    return (MINUTES / f"seed_taicang_{meeting}.txt").read_text(encoding="utf-8")


def records(printed: str) -> list[dict[str, Any]]:
    """The JSON objects printed, one a line and nothing else."""
    assert printed.endswith("\n")
    return [json.loads(line) for line in printed.removesuffix("\n").split("\n")]


def is_a_sentence(line: str) -> bool:
    return line.endswith((".", "。")) and "Traceback" not in line


def small_minutes(folder: Path, meeting: int = 27, *, settled: str = "会议原则同意工作安排。") -> Path:
    """Minutes of one resolution with one item, after the form of the shipped ones."""
    path = folder / f"minutes_{meeting}.txt"
    path.write_text(
        f"太仓市人民政府\n\n常务会议纪要\n\n第 13 号\n\n太仓市人民政府办公室\n\n2023 年 7 月 6 日\n\n"
        f"2023 年 7 月 4 日上午，吴敬宇常务副市长主持召开市政府第 {meeting} 次常务会议，听取防汛工作情况的汇报。\n\n"
        f"会议议定以下意见：\n\n一、听取防汛工作情况的汇报\n\n（一）{settled}\n\n会议还研究了其他事项。\n",
        encoding="utf-8",
    )
    return path


# ask


def test_ask_prints_the_answer_as_one_json_object_with_the_fields_of_the_contract(
    process: Program, own_state: Path
) -> None:
    done = process("ask", "第26次第三项（二）", "--json", state=own_state)
    [answer] = records(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert answer.keys() >= ANSWER
    assert (answer["question"], answer["language"], answer["status"]) == ("第26次第三项（二）", "zh", "answered")
    [citation] = answer["citations"]
    assert citation.keys() >= CITATION
    assert {name: citation[name] for name in CITATION - {"quote"}} == {
        "ref": "26-3-2",
        "issuer": "太仓市人民政府",
        "meeting": 26,
        "document_number": "12",
        "part": "item",
        "resolution": 3,
        "item": 2,
        "source": "seed_taicang_26.txt",
    }
    assert bare(citation["quote"]) in bare(source(26))
    assert bare(citation["quote"]) in bare(answer["answer"])
    assert answer["understood"]
    assert answer["timings_ms"].keys() == {"encode", "total"}


def test_ask_prints_for_people_the_quote_with_its_citation_and_no_buttons(minutes: Program, own_state: Path) -> None:
    done = minutes("ask", "第26次第三项（二）", state=own_state)
    assert (done.returncode, done.stderr) == (0, "")
    assert "以“时时放心不下”的责任感，毫不松懈抓好安全生产各项工作。」 [第26次·三·（二）]" in done.stdout
    assert "[1]" not in done.stdout


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_ask_without_an_answer_says_so_and_ends_with_1(minutes: Program, own_state: Path, form: list[str]) -> None:
    done = minutes("ask", "What did meeting 99 decide?", *form, state=own_state)
    assert done.returncode == 1
    assert "no minutes of a meeting 99" in done.stdout
    assert done.stderr == ""
    if form:
        [answer] = records(done.stdout)
        assert (answer["status"], answer["citations"]) == ("not_found", [])


def test_ask_with_a_file_answers_every_question_in_order_with_its_id(
    minutes: Program, own_state: Path, tmp_path: Path
) -> None:
    asked: list[dict[str, Any]] = [
        {"id": "q-2", "question": "五经普怎么安排"},
        {"id": 7, "question": "what did meeting 26 decide on safety"},
        {"question": "第99次会议的出席名单"},
        {"id": "q-1", "question": "26-3-2", "gold": ["26-3-2"], "type": "full text"},
    ]
    file = tmp_path / "questions.jsonl"
    lines = [json.dumps(each, ensure_ascii=False) for each in asked]
    file.write_text("\n\n".join(lines) + "\n", encoding="utf-8-sig")
    done = minutes("ask", "--file", file, "--json", state=own_state)
    answers = records(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [answer["id"] for answer in answers] == ["q-2", 7, None, "q-1"]
    assert [answer["question"] for answer in answers] == [each["question"] for each in asked]
    assert [answer["status"] for answer in answers] == ["answered", "answered", "not_found", "answered"]
    assert [answer["language"] for answer in answers][:3] == ["zh", "en", "zh"]
    census, safety, _, item = answers
    assert "26-2-3" in [citation["ref"] for citation in census["citations"]]
    assert all(citation["ref"].startswith("26-3") for citation in safety["citations"])
    assert [citation["ref"] for citation in item["citations"]] == ["26-3-2"]
    for answer in answers:
        assert answer.keys() >= ANSWER
        for citation in answer["citations"]:
            assert bare(citation["quote"]) in bare(source(citation["meeting"]))
            assert citation["source"] == f"seed_taicang_{citation['meeting']}.txt"
    assert census["timings_ms"]["encode"] > 0


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (None, "questions.jsonl"),
        (b"", "questions.jsonl"),
        (b'{"question": "a"}\nnot json\n', "questions.jsonl:2"),
    ],
)
def test_a_file_that_holds_no_questions_is_refused_in_one_sentence_that_names_the_place(
    minutes: Program, tmp_path: Path, content: bytes | None, place: str
) -> None:
    if content is not None:
        (tmp_path / "questions.jsonl").write_bytes(content)
    done = minutes("ask", "--file", "questions.jsonl", "--json", state=tmp_path / "state")
    assert (done.returncode, done.stdout) == (1, "")
    [sentence] = done.stderr.splitlines()
    assert is_a_sentence(sentence)
    assert place in sentence


# show and meetings


@pytest.mark.parametrize("meeting", [25, 26])
def test_show_gives_a_meeting_whole_and_verbatim(minutes: Program, own_state: Path, meeting: int) -> None:
    done = minutes("show", str(meeting), state=own_state)
    title, _, text = done.stdout.partition("\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert title == f"[meeting {meeting}] seed_taicang_{meeting}.txt"
    assert all(bare(line) in bare(source(meeting)) for line in text.splitlines())
    assert sorted(bare(text)) == sorted(bare(source(meeting)))


@pytest.mark.parametrize(
    ("ref", "fields"),
    [
        ("26-3-2", {"part": "item", "resolution": 3, "item": 2, "document_number": "12"}),
        ("25-12", {"part": "resolution", "resolution": 12, "item": None, "document_number": "10"}),
        ("25-attendance", {"part": "attendance", "resolution": None, "item": None, "document_number": "10"}),
    ],
)
def test_show_gives_any_part_as_json(minutes: Program, own_state: Path, ref: str, fields: dict[str, Any]) -> None:
    done = minutes("show", ref, "--json", state=own_state)
    [part] = records(done.stdout)
    assert done.returncode == 0
    assert {name: part[name] for name in fields} == fields
    assert (part["ref"], part["meeting"], part["issuer"]) == (ref, int(ref[:2]), "太仓市人民政府")
    assert bare(part["text"]) in bare(source(part["meeting"]))


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("26-3-9", "has 3 items"),
        ("99", "The library holds meeting 26"),
        ("minutes", "26-3-2"),
    ],
)
def test_show_of_what_there_is_not_says_what_there_is_and_ends_with_1(
    minutes: Program, own_state: Path, ref: str, said: str
) -> None:
    done = minutes("show", ref, state=own_state)
    assert (done.returncode, done.stdout) == (1, "")
    [sentence] = done.stderr.splitlines()
    assert said in sentence
    assert is_a_sentence(sentence)


def paged_minutes(folder: Path) -> Path:
    """The minutes of meeting 26 as a PDF of several pages."""
    path = folder / "meeting.pdf"
    path.write_bytes(text_pdf(set_pages(source(26))))
    return path


def test_show_tells_the_page_and_writes_its_picture(minutes: Program, own_state: Path, tmp_path: Path) -> None:
    added = minutes("ingest", paged_minutes(tmp_path), "--json", state=own_state)
    assert [report["replaces"] for report in records(added.stdout)] == ["seed_taicang_26.txt"]
    done = minutes("show", "26-8-1", "--page", "page.png", "--json", state=own_state)
    [part] = records(done.stdout)
    assert (done.returncode, part["source"], part["doubtful"]) == (0, "meeting.pdf", False)
    assert part["page"] > 1
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    title = minutes("show", "26-8-1", state=own_state).stdout.splitlines()[0]
    assert title == f"[meeting 26 · 8 · (1)] meeting.pdf p. {part['page']}"


@pytest.mark.parametrize(
    ("ref", "sentence"),
    [("26-8-1", "seed_taicang_26.txt has no pages to show."), ("99", "The library holds meeting 26")],
)
def test_a_page_that_cannot_be_shown_is_one_sentence(
    minutes: Program, own_state: Path, tmp_path: Path, ref: str, sentence: str
) -> None:
    done = minutes("show", ref, "--page", "page.png", state=own_state)
    assert (done.returncode, done.stdout) == (1, "")
    [said] = done.stderr.splitlines()
    assert sentence in said
    assert not (tmp_path / "page.png").exists()


def test_meetings_lists_what_the_library_holds_the_latest_first(minutes: Program, own_state: Path) -> None:
    done = minutes("meetings", "--json", state=own_state)
    listed = records(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [(each["ref"], each["resolutions"], each["items"]) for each in listed] == [("26", 8, 23), ("25", 12, 36)]
    latest = listed[0]
    assert (latest["held"], latest["compiled"], latest["issued"]) == ("2023-06-13", "2023-06-15", "2023-06-16")
    assert (latest["chair"], latest["meeting"], latest["document_number"]) == ("吴敬宇", 26, "12")
    assert (latest["issuer"], latest["public"]) == ("太仓市人民政府", True)


# ingest


def test_ingest_reports_each_file_as_added_unchanged_replaced_or_rejected(
    minutes: Program, own_state: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    added = small_minutes(folder)
    (tmp_path / "later").mkdir()
    replaced = small_minutes(tmp_path / "later", settled="会议不予同意。")
    empty = tmp_path / "empty.txt"
    empty.touch()
    paths = [MINUTES / "seed_taicang_25.txt", folder, added, empty, replaced]
    done = minutes("ingest", *paths, "--json", state=own_state)
    reports = records(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert all(report.keys() == REPORT for report in reports)
    assert [(report["source"], report["status"], report["ref"]) for report in reports] == [
        ("seed_taicang_25.txt", "unchanged", "25"),
        ("minutes_27.txt", "added", "27"),
        ("minutes_27.txt", "unchanged", "27"),
        ("empty.txt", "rejected", None),
        ("minutes_27.txt", "replaced", "27"),
    ]
    assert [(report["resolutions"], report["items"]) for report in reports] == [
        (12, 36),
        (1, 1),
        (1, 1),
        (0, 0),
        (1, 1),
    ]
    assert [report["error"] for report in reports] == [None, None, None, "the file is empty.", None]
    assert [report["replaces"] for report in reports] == [None, None, None, None, "minutes_27.txt"]
    assert {str(report["full_ref"]).partition("_")[2] for report in reports} == {"25", "27", ""}
    latest = records(minutes("meetings", "--json", state=own_state).stdout)[0]
    [previous] = latest["previous"]
    assert (latest["ref"], previous["source"]) == ("27", "minutes_27.txt")
    assert previous["added"] <= previous["replaced"]
    [item] = records(minutes("show", "27-1-1", "--json", state=own_state).stdout)
    assert item["text"] == "（一）会议不予同意。"
    assert item["source"] == "minutes_27.txt"


def test_what_is_no_minutes_is_rejected_in_one_sentence_each_and_nothing_is_lost(
    minutes: Program, own_state: Path, tmp_path: Path
) -> None:
    before = minutes("meetings", "--json", state=own_state).stdout
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \r\n\t\n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "letter.txt").write_text("各位同事：\n\n请于周五前交周报。\n", encoding="utf-8")
    (tmp_path / "no_text").mkdir()
    files = ["missing.txt", "empty.txt", "blank.txt", "binary.txt", "letter.txt", "no_text"]
    done = minutes("ingest", *files, state=own_state)
    assert (done.returncode, done.stdout) == (1, "6 files: rejected 6\n")
    sentences = done.stderr.splitlines()
    assert [sentence.partition(": ")[0] for sentence in sentences] == files
    assert all(is_a_sentence(sentence) for sentence in sentences)
    assert minutes("meetings", "--json", state=own_state).stdout == before


# eval


def test_eval_prints_a_row_of_figures_for_each_kind_and_language_of_questions(
    minutes: Program, own_state: Path, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    asked = [
        {"id": 1, "question": "第26次第三项（二）", "gold": ["26-3-2"], "type": "full text"},
        {"id": 2, "question": "26-3-1", "gold": ["26-3-3"], "type": "wrong gold", "lang": "en"},
        {"id": 3, "question": "第99次会议决定了什么", "gold": [], "type": "absent"},
    ]
    file.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in asked), encoding="utf-8")
    done = minutes("eval", file, "--no-baselines", "--json", state=own_state)
    rows = {(row["kind"], row["language"]): row for row in records(done.stdout)}
    assert (done.returncode, done.stderr) == (0, "")
    assert {row["system"] for row in rows.values()} == {"minutes-bot"}
    assert {group: row["questions"] for group, row in rows.items()} == {
        ("full text", "zh"): 1,
        ("wrong gold", "en"): 1,
        ("absent", "zh"): 1,
        (None, "zh"): 2,
        (None, "en"): 1,
        (None, None): 3,
    }
    assert rows["full text", "zh"]["recall"] == rows["full text", "zh"]["first_right"] == 1
    assert rows["wrong gold", "en"]["recall"] == rows["wrong gold", "en"]["first_right"] == 0
    assert rows["absent", "zh"]["refused_right"] == 1
    assert (rows[None, None]["recall"], rows[None, None]["refused_wrong"], rows[None, None]["verbatim"]) == (0.5, 0, 1)


# The terminal: languages, streams, wrong use


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "26-99"], "第26次常务会议（2023年6月13日）没有第99项决议：共 8 项。"),
        (["show", "x"], "请写明编号，例如 26、26-3、26-3-2、26-header。"),
        (["bot"], "未设置 TELEGRAM_BOT_TOKEN：请向 @BotFather 申请，并写入 .env。"),
        (["eval", "none"], "无法读取问题文件 none。"),
    ],
)
def test_where_the_locale_is_chinese_so_is_the_sentence(
    minutes: Program, own_state: Path, arguments: list[str], sentence: str
) -> None:
    done = minutes(*arguments, state=own_state, language=CHINESE)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence + "\n")


def test_in_a_chinese_terminal_the_meetings_are_listed_in_chinese(minutes: Program, own_state: Path) -> None:
    done = minutes("meetings", state=own_state, language=CHINESE)
    assert done.returncode == 0
    assert done.stdout.split()[:4] == ["会议", "发文机关", "日期", "纪要"]
    assert "2023年6月13日" in bare(done.stdout)


def test_at_first_use_the_minutes_of_the_folder_are_ingested_and_stdout_holds_only_the_answer(
    process: Program, tmp_path: Path
) -> None:
    (tmp_path / "minutes").mkdir()
    small_minutes(tmp_path / "minutes")
    state = tmp_path / "deep" / "state"
    done = process("ask", "防汛工作怎么安排", "--json", state=state, MINUTES_DIR=str(tmp_path / "minutes"))
    [answer] = records(done.stdout)
    assert [citation["ref"] for citation in answer["citations"]] == ["27-1-1"]
    assert not done.stderr.strip()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "minutes"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MINUTES_DIR", "nowhere", "no such file or folder"),
        ("CHROMA_URL", "nowhere", "CHROMA_URL"),
        ("DATABASE_URL", "nowhere", "DATABASE_URL"),
    ],
)
def test_a_setting_that_cannot_work_is_told_in_one_sentence(
    minutes: Program, tmp_path: Path, name: str, value: str, said: str
) -> None:
    (tmp_path / "minutes").mkdir()
    small_minutes(tmp_path / "minutes")
    settings = {"MINUTES_DIR": str(tmp_path / "minutes"), name: value}
    done = minutes("ask", "防汛工作怎么安排", state=tmp_path / "state", **settings)
    assert (done.returncode, done.stdout) == (1, "")
    [sentence] = done.stderr.splitlines()
    assert said in sentence
    assert is_a_sentence(sentence)


def test_an_embedding_model_that_cannot_be_loaded_is_told_in_a_sentence(
    minutes: Program, own_state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # a test never asks the hub
    model = str(tmp_path / "no" / "model")
    done = minutes("ask", "五经普怎么安排", state=own_state, EMBEDDING_MODEL=model)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    sentence = done.stderr.splitlines()[-1]  # the library that loads models may warn before
    assert model in sentence
    assert is_a_sentence(sentence)


def test_a_state_folder_that_cannot_be_is_told_in_one_sentence(minutes: Program, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = minutes("meetings", state=tmp_path / "file")
    assert (done.returncode, done.stdout) == (1, "")
    [sentence] = done.stderr.splitlines()
    assert is_a_sentence(sentence)
    assert str(tmp_path / "file") in sentence


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["ask"],
        ["ask", "a question", "--file", "questions.jsonl"],
        ["show", "26", "--nosuch"],
        ["ingest"],
        ["check"],
        ["watch"],
    ],
)
def test_wrong_use_ends_with_2_prints_nothing_and_does_nothing(
    minutes: Program, tmp_path: Path, arguments: list[str]
) -> None:
    done = minutes(*arguments, state=tmp_path / "state")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["show", "26-99"], 1, "第26次常务会议（2023年6月13日）没有第99项决议：共 8 项。\n"),
        (["ask"], 2, "give a question, or --file with a file of questions\n"),
    ],
)
def test_a_process_ends_with_the_status_and_one_sentence_on_its_error_stream(
    process: Program, own_state: Path, arguments: list[str], status: int, said: str
) -> None:
    done = process(*arguments, state=own_state, language=CHINESE)
    assert (done.returncode, done.stdout, done.stderr) == (status, "", said)


def test_help_lists_the_commands(minutes: Program, tmp_path: Path) -> None:
    done = minutes("--help", state=tmp_path / "state")
    assert done.returncode == 0
    for command in ("ask", "ingest", "check", "watch", "show", "meetings", "eval", "chat", "bot"):
        assert re.search(rf"\W{command}\W", done.stdout)


def test_the_chat_in_a_terminal_ends_with_the_input(process: Program, own_state: Path) -> None:
    done = process("chat", state=own_state, language=CHINESE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("您好")
    assert done.stdout.endswith("再见。\n")
