"""Words: a question finds the words of the minutes however either is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.words import fold, grams, sentences
from tests.expected import ORDINALS, minutes, squash

ITEMS = [item.text for ordinal in ORDINALS for one in minutes(ordinal).resolutions for item in one.items]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("法治政府建設", "法治政府建设"),
        ("ＡＩ２０２３", "ai2023"),
        ("GDP", "gdp"),
        ("（试行）", "(试行)"),
        ("頭髮", "头发"),
    ],
)
def test_folding_makes_one_form_of_many(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("消防安全", ["消防", "防安", "安全"]),
        ("消防，安全", ["消防", "安全"]),  # no pair across a mark
        ("市", ["市"]),
        ("2023年工作要点", ["2023", "年工", "工作", "作要", "要点"]),
        ("“3+3”产业", ["3+3", "产业"]),
        ("建設 e-Government", ["建设", "e-government"]),
        ("，。（）", []),
        ("", []),
    ],
)
def test_chinese_is_cut_into_pairs_and_the_rest_stays_whole(text: str, words: list[str]) -> None:
    assert grams(text) == words


@settings(deadline=None)
@given(st.data())
def test_the_words_of_any_passage_are_words_of_its_item(data: st.DataObject) -> None:
    text = squash(data.draw(st.sampled_from(ITEMS)))
    start = data.draw(st.integers(0, len(text) - 2))
    passage = text[start : data.draw(st.integers(start + 2, len(text)))]
    whole = set(grams(text))
    # A number or a lone character at the edge of the passage may be the end of a longer word.
    assert {word for word in grams(passage) if not word[0].isascii() and len(word) > 1} <= whole


@settings(deadline=None)
@given(st.text(alphabet="市政府AbＣ１2建設，。 　+", max_size=30))
def test_folding_first_changes_no_word(text: str) -> None:
    assert grams(fold(text)) == grams(text)


def test_a_sentence_keeps_its_mark_and_a_title_keeps_its_stops() -> None:
    text = "（一）原则同意《关于“十四五。”的说明。》。会后由市发改委修改；按程序印发！\n行不行？行"
    assert sentences(text) == [
        "（一）原则同意《关于“十四五。”的说明。》。",
        "会后由市发改委修改；",
        "按程序印发！",
        "行不行？",
        "行",
    ]


@pytest.mark.parametrize("text", ITEMS, ids=lambda text: text[:9])
def test_the_sentences_of_an_item_are_all_of_it(text: str) -> None:
    assert squash("".join(sentences(text))) == squash(text)
    assert len(sentences(text)) == len([mark for mark in text if mark in "。；"])
