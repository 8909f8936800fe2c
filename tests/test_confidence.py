"""When hits are likely enough to be quoted: what tells, and that any change of it tells in the right direction."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.bilingual import Language
from retrieval.confidence import CALIBRATED, UNCALIBRATED, Calibration, Evidence
from retrieval.expecting import asks_for_something, is_expected
from retrieval.library import MinutesLibrary

evidences = st.builds(
    Evidence,
    standing=st.floats(-2, 12),
    coverage=st.floats(0, 1),
    nearness=st.floats(0.6, 1),
    words=st.integers(0, 40),
)


@pytest.mark.parametrize("calibration", [*CALIBRATED.values(), *UNCALIBRATED.values()])
@given(evidence=evidences, more=st.floats(0.01, 3))
def test_more_of_what_speaks_for_the_hits_never_makes_them_less_likely(
    calibration: Calibration, evidence: Evidence, more: float
) -> None:
    before = calibration.probability(evidence)
    assert 0 <= before <= 1
    assert calibration.probability(replace(evidence, standing=evidence.standing + more)) >= before
    assert calibration.probability(replace(evidence, coverage=evidence.coverage + more)) >= before
    assert calibration.probability(replace(evidence, nearness=evidence.nearness + more)) >= before


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "量子计算机采购"),
        ("zh", "地铁线路规划"),
        ("zh", "养老服务补贴怎么发"),
        ("en", "quantum computing procurement"),
        ("en", "nuclear power"),
        ("en", "what was decided about the airport"),
    ],
)
def test_a_topic_that_is_not_there_is_refused_with_what_was_searched(
    library: MinutesLibrary, language: Language, text: str
) -> None:
    answer = library.ask(text, language)
    assert not answer.citations
    assert ("共 59 条" if language == "zh" else "59 items in all") in answer.text


@pytest.mark.parametrize(
    ("asked", "held", "not_held"),
    [
        ("公共停车收多少钱", "每小时2元", "规范停车收费"),
        ("how much does it cost", "投资3亿元", "提升服务质量"),
        ("what percentage is targeted", "增长5%", "推动增长"),
        ("联系电话是多少", "电话0512-53521234", "设立咨询电话"),
        ("领导小组组长是谁", "由李明同志任组长", "成立领导小组"),
        ("who won the tender", "由某某公司中标", "规范招投标"),
        ("特许经营是什么意思", "特许经营是指政府授权", "推进特许经营"),
    ],
)
def test_a_passage_on_the_topic_does_not_answer_without_the_fact(asked: str, held: str, not_held: str) -> None:
    assert asks_for_something(asked)
    assert is_expected(asked, held, ())
    assert not is_expected(asked, not_held, ())
