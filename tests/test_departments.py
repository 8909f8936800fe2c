"""The register of departments: short and long names of one body meet, those of different bodies do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.addressees import mended
from data.departments import Departments, Named
from data.duties import register_of
from data.words import fold
from tests.expected import ORDINALS, minutes

TAICANG, SHANDAN = "太仓市人民政府", "山丹县人民政府"
SHIPPED = register_of(minutes(ordinal) for ordinal in ORDINALS)
TWO_OFFICES = Departments.of(
    [
        Named(TAICANG, ("市教育局", "市财政局", "市国资运服中心"), ("财政",)),
        Named(SHANDAN, ("县教育局", "城管局", "县城投公司"), ("省发改委",)),
    ]
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("市交运局", "市交运局"),
        ("市交通运输局", "市交运局"),
        ("交通运输局", "市交运局"),
        ("市发展改革委", "市发改委"),
        ("市发展和改革委员会", "市发改委"),
        ("市发改", "市发改委"),
        ("市人力资源和社会保障局", "市人社局"),
        ("市住房和城乡建设局", "市住建局"),
        ("城管局", "市城管局"),
        ("太仓市城市管理局", "市城管局"),
        ("市市行政审批局", "市行政审批局"),
        ("市市场监管局", "市市场监管局"),
        ("市场监管局", "市市场监管局"),
        ("市综指中心", "市综合指挥中心"),
        ("市國資運服中心", "市国资运服中心"),
        ("娄东街道办事处", "娄东街道"),
        ("沙溪镇人民政府", "沙溪镇"),
        ("市生态环境局", "太仓生态环境局"),
        ("Urban Management Bureau", "市城管局"),
        ("bureau of education", "市教育局"),
        ("各部门", "各地各部门"),
    ],
)
def test_a_written_name_of_the_shipped_minutes_means_one_body(written: str, name: str) -> None:
    assert SHIPPED.resolve(written) == {name}


@pytest.mark.parametrize(
    "written", ["县教育局", "省发改委", "市民宗局", "市政府", "市委", "市国资委", "镇", "", "bureau"]
)
def test_a_name_of_no_body_in_the_minutes_means_none(written: str) -> None:
    assert SHIPPED.resolve(written) == frozenset()


def test_the_slip_of_a_doubled_level_is_mended_and_only_that() -> None:
    assert mended("市市行政审批局") == "市行政审批局"
    assert mended("市市场监管局") == "市市场监管局"


def test_every_canonical_name_means_itself() -> None:
    assert [name for name in SHIPPED.names if name not in SHIPPED.resolve(name)] == []


def test_every_listed_organisation_is_known_under_one_name() -> None:
    for ordinal in ORDINALS:
        attendance = minutes(ordinal).attendance
        assert attendance is not None
        listed = {person.organisation for person in attendance.people if person.organisation}
        assert len(listed) > 40
        assert [name for name in listed if len(SHIPPED.resolve(name)) != 1] == []


def test_a_name_without_a_level_means_the_body_of_every_office_that_has_one() -> None:
    assert TWO_OFFICES.resolve("教育局") == {"市教育局", "县教育局"}
    assert TWO_OFFICES.resolve("县教育局") == {"县教育局"}
    assert TWO_OFFICES.resolve("太仓市教育局") == {"市教育局"}
    assert TWO_OFFICES.resolve("县城市管理局") == {"城管局"}


def test_a_body_of_a_higher_level_is_not_the_offices_own() -> None:
    assert TWO_OFFICES.resolve("省发展和改革委员会") == {"省发改委"}
    assert TWO_OFFICES.resolve("县发改委") == frozenset()


def test_a_short_name_that_fits_two_bodies_is_neither() -> None:
    register = Departments.of([Named(TAICANG, ("市综合指挥中心", "市综合物资指导中心"), ())])
    assert register.resolve("市综指中心") == frozenset()


def test_two_names_on_one_list_are_two_bodies() -> None:
    register = Departments.of([Named(TAICANG, ("市招商局", "市投资促进中心"), ())])
    assert register.resolve("市招商局") == {"市招商局"}
    assert register.resolve("市投资促进中心") == {"市投资促进中心"}


def test_the_canonical_name_has_the_level_where_it_is_ever_written() -> None:
    register = Departments.of([Named(TAICANG, ("财政局",), ("市财政",))])
    assert register.names == ("市财政局",)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("市科技局要做什么", ("市科技局",)),
        ("which items did 市科技局 get", ("市科技局",)),
        ("what must the science and technology bureau do", ("市科技局",)),
        ("what must the transport bureau do, and the bureau of finance", ("市交运局", "市财政局")),
        ("城管局和住建局的任务", ("市城管局", "市住建局")),
        ("財政局負責什麼", ("市财政局",)),
        ("市综指中心负责什么", ("市综合指挥中心",)),
        ("财政部门要做什么", ("市财政局",)),
        ("各地各部门要做什么", ("各地各部门",)),
        ("市政府办理了什么", ()),
        ("停车方案由哪个部门修改，以什么名义印发", ()),
        ("what did meeting 26 decide on safety", ()),
    ],
)
def test_a_question_names_departments(question: str, names: tuple[str, ...]) -> None:
    assert SHIPPED.find(fold(question)) == names


def test_a_department_that_no_minutes_name_is_mentioned_without_names() -> None:
    [mention] = SHIPPED.mentions("市民族宗教局要做什么")
    assert (mention.written, mention.names) == ("市民族宗教局", frozenset())
    assert (mention.start, mention.end) == (0, 6)


def test_the_nearest_names_come_first() -> None:
    assert SHIPPED.nearest("市城官局")[0] == "市城管局"
    assert SHIPPED.nearest("xyz") == []


@given(st.sampled_from(SHIPPED.names), st.text("市县局委办的要、和科技教育 ", max_size=12))
def test_a_mention_stands_where_it_says(name: str, around: str) -> None:
    text = fold(f"{around}，{name}，{around}")
    for mention in SHIPPED.mentions(text):
        assert 0 <= mention.start <= mention.end <= len(text)
        assert mention.start == len(text) or text[mention.start : mention.end] == mention.written
    assert name in SHIPPED.find(text)


@given(st.lists(st.lists(st.text("市县局委办中心财政教育国资综合公司和（）", max_size=8), max_size=8), max_size=4))
def test_any_names_make_a_register_that_knows_them(lists: list[list[str]]) -> None:
    register = Departments.of([Named(TAICANG, tuple(names)) for names in lists])
    for name in (name for names in lists for name in names):
        assert register.canonical(name, TAICANG) in {*register.names, name}
