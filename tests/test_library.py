"""The library joins the rooms: new minutes are answered from at once, and a new model never mixes with the old."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from data.bilingual import MinutesError
from retrieval.answers import Status
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.rendering.documents import text_pdf
from tests.rendering.typesetting import set_pages

MINUTES = Path(__file__).parent.parent / "data" / "minutes"


def made_minutes(folder: Path, settled: str) -> Path:
    path = folder / "meeting_27.txt"
    path.write_text(
        "太仓市人民政府\n\n常务会议纪要\n\n第 13 号\n\n2023 年 7 月 6 日\n\n"
        "2023 年 7 月 4 日上午，吴敬宇常务副市长主持召开市政府第 27 次常务会议，听取防汛工作情况的汇报。\n\n"
        f"会议议定以下意见：\n\n一、听取防汛工作情况的汇报\n\n（一）{settled}\n\n会议还研究了其他事项。\n",
        encoding="utf-8",
    )
    return path


def cited(library: MinutesLibrary, question: str) -> list[str]:
    return [citation.ref.short for citation in library.ask(question).citations]


def test_added_minutes_are_answered_from_at_once_by_every_open_library(own_state: Path, tmp_path: Path) -> None:
    settings = LibrarySettings(own_state, MINUTES)
    with MinutesLibrary(settings) as one, MinutesLibrary(settings) as other:
        assert cited(other, "防汛沙袋储备") == []
        [added] = one.add(made_minutes(tmp_path, "会议原则同意防汛沙袋储备安排。"))
        assert (added.status, str(added.ref).endswith("27")) == ("added", True)
        assert cited(one, "防汛沙袋储备") == ["27-1-1"]
        assert cited(other, "防汛沙袋储备") == ["27-1-1"]
        [replaced] = other.add(made_minutes(tmp_path, "会议原则同意排水泵站检修安排。"))
        assert replaced.status == "replaced"
        assert cited(one, "排水泵站检修") == ["27-1-1"]
        assert "沙袋" not in one.ask("防汛沙袋储备").text


def test_a_rejected_file_changes_nothing(own_state: Path, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text("关于召开会议的通知\n请各单位按时参加。\n", encoding="utf-8")
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as library:
        before = library.meetings()
        [rejected] = library.add(tmp_path / "notice.txt")
        [missing] = library.add(tmp_path / "nowhere")
        assert (rejected.status, missing.status) == ("rejected", "rejected")
        assert rejected.error
        assert missing.error
        assert library.meetings() == before


def test_the_picture_of_a_page_is_that_on_which_the_part_begins(tmp_path: Path) -> None:
    text = (MINUTES / "seed_taicang_26.txt").read_text("utf-8")
    (tmp_path / "meeting.pdf").write_bytes(text_pdf(set_pages(text)))
    with MinutesLibrary(LibrarySettings(tmp_path / "state", tmp_path)) as library:
        [header], [last] = library.part("26-header"), library.part("26-8")
        first, later = library.page_picture(header.ref), library.page_picture(last.ref)
        with pytest.raises(KeyError):
            library.page_picture(dataclasses.replace(header.ref, meeting=99))
    assert first.startswith(b"\x89PNG")
    assert later.startswith(b"\x89PNG")
    assert first != later


def test_a_document_without_pages_says_so(own_state: Path) -> None:
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as library:
        [part] = library.part("26-3-2")
        with pytest.raises(MinutesError, match=r"^seed_taicang_26.txt has no pages to show\.$"):
            library.page_picture(part.ref)


def test_a_library_knows_whether_its_minutes_are_embedded(own_state: Path, tmp_path: Path) -> None:
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as library:
        before = library.is_embedded
        list(library.add(made_minutes(tmp_path, "会议原则同意防汛沙袋储备安排。")))
        added = library.is_embedded
        library.searcher()
        assert (before, added, library.is_embedded) == (True, False, True)


def save_model_of_characters(folder: Path) -> None:
    """Save a model in which every character of the minutes has a direction of its own, by chance."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (takes seconds)
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding  # noqa: PLC0415
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers  # noqa: PLC0415

    characters = sorted({character for path in MINUTES.iterdir() for character in path.read_text("utf-8")})
    numbers = {character: number for number, character in enumerate(["?", *characters])}
    tokenizer = Tokenizer(models.WordLevel(numbers, unk_token="?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    directions = np.random.default_rng(0).normal(size=(len(numbers), 64)).astype(np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, directions)], device="cpu").save(
        str(folder), create_model_card=False
    )


def test_another_model_embeds_everything_again_and_answers(own_state: Path, tmp_path: Path) -> None:
    save_model_of_characters(tmp_path / "model")
    told: list[tuple[int, int]] = []
    settings = dataclasses.replace(LibrarySettings(own_state, MINUTES), embedding_model=str(tmp_path / "model"))
    with MinutesLibrary(settings, lambda done, total: told.append((done, total))) as library:
        assert cited(library, "五经普由谁牵头组织实施")[0].startswith("26-2-")
    assert told[-1][0] == told[-1][1] > 59
    told.clear()
    with MinutesLibrary(settings, lambda done, total: told.append((done, total))) as library:
        assert cited(library, "五经普由谁牵头组织实施")[0].startswith("26-2-")
    assert told == []


@pytest.mark.parametrize("question", ["谁主持", "list all meetings", "市教育局谁参加", "停车", "第26次会议", "你好"])
def test_an_empty_library_says_that_it_is_empty(tmp_path: Path, question: str) -> None:
    (tmp_path / "notice.txt").write_text("关于召开会议的通知\n请各单位按时参加。\n", encoding="utf-8")
    with MinutesLibrary(LibrarySettings(tmp_path / "state", tmp_path)) as library:
        answer = library.ask(question)
    assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())
    assert ("还没有纪要" in answer.text) or ("no minutes yet" in answer.text)


@pytest.mark.parametrize("folder", ["with space", "a?b#c%20d", "纪要"])
def test_the_state_may_lie_in_any_folder(tmp_path: Path, folder: str) -> None:
    with MinutesLibrary(LibrarySettings(tmp_path / folder, MINUTES)) as library:
        assert len(library.meetings()) == 2
    assert (tmp_path / folder / "minutes.db").is_file()
