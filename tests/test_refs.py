"""Refs: one stable address for a part, which fits a deep link and reads as a citation in both languages."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.refs import PartKind, Ref, parse_ref, series_key
from tests.expected import minutes

SECTIONS = st.sampled_from([PartKind.HEADER, PartKind.ATTENDANCE, PartKind.FOOTER])
SERIES = st.none() | st.builds(
    series_key, st.text(max_size=9), st.text(max_size=4), st.none() | st.text(max_size=3), st.none() | st.integers()
)
MEETINGS, NUMBERS = st.integers(1, 9999), st.integers(1, 999)
REFS = st.one_of(
    st.builds(Ref, MEETINGS, series=SERIES),
    st.builds(Ref, MEETINGS, NUMBERS, series=SERIES),
    st.builds(Ref, MEETINGS, NUMBERS, NUMBERS, series=SERIES),
    st.builds(Ref, MEETINGS, section=SECTIONS, series=SERIES),
)


@given(REFS)
def test_a_written_ref_reads_as_itself(ref: Ref) -> None:
    assert parse_ref(str(ref)) == ref
    assert parse_ref(f" {str(ref).upper()} ") == ref


@given(REFS)
def test_a_ref_in_full_fits_a_deep_link(ref: Ref) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(ref))


@pytest.mark.parametrize(
    ("text", "ref", "kind"),
    [
        ("26", Ref(26), None),
        ("26-3", Ref(26, 3), PartKind.RESOLUTION),
        ("26-3-2", Ref(26, 3, 2), PartKind.ITEM),
        ("26-header", Ref(26, section=PartKind.HEADER), PartKind.HEADER),
        ("26-attendance", Ref(26, section=PartKind.ATTENDANCE), PartKind.ATTENDANCE),
        ("26-footer", Ref(26, section=PartKind.FOOTER), PartKind.FOOTER),
        ("k3nylai7_26-3-2", Ref(26, 3, 2, series="k3nylai7"), PartKind.ITEM),
    ],
)
def test_the_forms_of_a_ref(text: str, ref: Ref, kind: PartKind | None) -> None:
    assert parse_ref(text) == ref
    assert ref.kind is kind
    assert str(ref) == text


@pytest.mark.parametrize(
    "text", ["", "x", "26-", "26-3-2-1", "26 3", "26-body", "-26", "26_3", "abc_26", "26-header-1", "99999", "第26次"]
)
def test_anything_else_is_no_ref(text: str) -> None:
    assert parse_ref(text) is None


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("26-3-2", "第26次·三·（二）", "meeting 26 · 3 · (2)"),
        ("25-12", "第25次·十二", "meeting 25 · 12"),
        ("25", "第25次", "meeting 25"),
        ("26-header", "第26次·文头", "meeting 26 · header"),
        ("26-attendance", "第26次·出席列席", "meeting 26 · attendance"),
        ("k3nylai7_26-footer", "第26次·文尾", "meeting 26 · footer"),
    ],
)
def test_a_citation_reads_in_both_languages(text: str, chinese: str, english: str) -> None:
    ref = parse_ref(text)
    assert ref is not None
    assert ref.citation() == ref.citation("zh") == chinese
    assert ref.citation("en") == english


def test_the_wholes_that_an_item_belongs_to() -> None:
    item = Ref(26, 3, 2, series="k3nylai7")
    assert item.whole_resolution() == Ref(26, 3, series="k3nylai7")
    assert item.whole_meeting() == Ref(26, series="k3nylai7")


def test_issuer_kind_term_and_year_tell_series_apart() -> None:
    keys = [
        series_key("太仓市人民政府", "常务会议", None, 2023),
        series_key("昆山市人民政府", "常务会议", None, 2023),
        series_key("太仓市人民政府", "全体会议", None, 2023),
        series_key("太仓市人民政府", "常务会议", "十七", 2023),
        series_key("太仓市人民政府", "常务会议", None, 2024),
        series_key("太仓市人民政府", "常务会议", None, None),
    ]
    assert all(one != other for one, other in combinations(keys, 2))
    assert keys[0] == series_key("太仓市人民政府", "常务会议", None, 2023)


def test_the_samples_are_of_one_series_whose_key_stays() -> None:
    # Links that people have kept hold this key: a change of it breaks them.
    assert [str(minutes(ordinal).ref) for ordinal in (25, 26)] == ["k3nylai7_25", "k3nylai7_26"]
