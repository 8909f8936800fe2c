"""The glossary: its files are well formed, and both languages find the same departments and terms."""

import csv
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.glossaries import Department, load_glossary

FOLDER = Path(__file__).parents[1] / "data" / "glossary"
HEADERS = {
    "departments": ["short", "full", "english", "aliases", "english_aliases"],
    "terms": ["chinese", "english"],
    "titles": ["chinese", "english"],
    "decisions": ["chinese", "english"],
}
LEAST_ROWS = {"departments": 130, "terms": 600, "titles": 40, "decisions": 60}
GLOSSARY = load_glossary()
CHINESE_NAME = re.compile(r"[\u4e00-\u9fff()A-Z0-9]+")
ENGLISH_NAME = re.compile(r"[A-Za-z][A-Za-z,'\- ]*[A-Za-z]")
ENGLISH_TERM = re.compile(r"[a-z0-9][a-z0-9&'\- ]*")
LEVELS = {"市": "Municipal", "县": "County", "区": "District", "省": "Provincial", "旗": "Banner"}
DEPARTMENTS = st.sampled_from(GLOSSARY.departments)


def rows(table: str) -> list[list[str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def shorts(departments: tuple[Department, ...]) -> list[str]:
    return [department.short for department in departments]


@pytest.mark.parametrize("table", HEADERS)
def test_rows_have_every_cell_and_no_stray_space(table: str) -> None:
    header, *body = rows(table)
    assert header == HEADERS[table]
    assert len(body) >= LEAST_ROWS[table]
    for row in body:
        assert len(row) == len(header), row
        assert all(row[: 3 if table == "departments" else 2]), row
        for cell in row:
            values = cell.split("|") if cell else []
            assert values == [value.strip() for value in values if value.strip()], row
            assert len(values) == len(set(values)), row


@pytest.mark.parametrize("table", ["terms", "titles", "decisions"])
def test_chinese_keys_occur_once(table: str) -> None:
    assert [key for key, times in Counter(row[0] for row in rows(table)).items() if times > 1] == []


def test_a_chinese_name_belongs_to_one_department_and_stands_there_once() -> None:
    names = Counter(n for d in GLOSSARY.departments for n in (*{d.short, d.full}, *d.aliases))
    assert [name for name, times in names.items() if times > 1] == []
    assert [name for name in names if not CHINESE_NAME.fullmatch(name)] == []


def test_an_english_name_belongs_to_one_department_and_stands_there_once() -> None:
    names = Counter(n.lower() for d in GLOSSARY.departments for n in (d.english, *d.english_aliases))
    assert [name for name, times in names.items() if times > 1] == []
    assert [name for name in names if not ENGLISH_NAME.fullmatch(name)] == []


def test_terms_are_lower_case_phrases_of_at_most_ten_words() -> None:
    for term in GLOSSARY.terms:
        for english in term.english:
            assert ENGLISH_TERM.fullmatch(english), term
            assert len(english.split()) <= 10, term


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("发改委", "发改委"),
        ("发改", "发改委"),
        ("发展和改革委员会", "发改委"),
        ("发展改革委", "发改委"),
        ("县发展和改革局", "发改委"),
        ("太仓市发改委", "发改委"),
        ("太仓发改委", "发改委"),
        ("内蒙古自治区发展改革委", "发改委"),
        ("市市场监管局", "市场监管局"),
        ("市场监管局", "市场监管局"),
        ("市市政处", "市政处"),
        ("市交运局", "交运局"),
        ("市交通运输局", "交运局"),
        ("区规划和自然资源局", "资源规划局"),
        ("沛县教育局", "教育局"),
        ("省财政厅", "财政局"),
        ("财政", "财政局"),
        ("市财政", "财政局"),
        ("旗卫生健康委", "卫健委"),
        ("住房城乡建设部门", "住建局"),
        ("市委组织部", "组织部"),
        ("中共太仓市委办公室", "党委办"),
        ("区府办", "政府办"),
        ("县人民政府办公室", "政府办"),
        ("国家税务总局太仓市税务局", "税务局"),
        ("市安委会办公室", "安委办"),
        ("市移动", "移动公司"),
        (" 市应急局 ", "应急局"),
    ],
)
def test_long_short_and_prefixed_names(name: str, short: str) -> None:
    department = GLOSSARY.department(name)
    assert department is not None
    assert department.short == short


@pytest.mark.parametrize("name", ["", "市", "市市财政局", "市市行政审批局", "乡村教育", "推进财政局工作", "天气"])
def test_what_is_not_a_department(name: str) -> None:
    assert GLOSSARY.department(name) is None
    assert GLOSSARY.english_department(name) is None


@given(DEPARTMENTS, st.sampled_from(list(LEVELS)), st.sampled_from(["", "太仓", "昆都仑"]))
def test_every_department_is_found_with_and_without_place_and_level(
    department: Department, level: str, place: str
) -> None:
    for name in (department.short, department.full):
        assert GLOSSARY.department(name) is department
        assert GLOSSARY.department(place + level + name) is department
        assert GLOSSARY.english_department(name) == department.english
        english = GLOSSARY.english_department(level + name)
        assert english is not None
        assert english.startswith(LEVELS[level])


@given(st.text(alphabet="市县区委政府财局办人大公室教育的太仓", max_size=12))
def test_a_prefix_is_taken_off_only_before_a_known_name(name: str) -> None:
    department = GLOSSARY.department(name)
    if department is not None:
        assert any(GLOSSARY.department(name[at:]) is department for at in range(len(name)))
        assert GLOSSARY.english_department(name) is not None


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("市应急局", "Municipal Emergency Management Bureau"),
        ("县卫健委", "County Health Commission"),
        ("区政府办公室", "District Government Office"),
        ("市委宣传部", "Municipal Party Committee Publicity Department"),
        ("省财政厅", "Provincial Finance Department"),
        ("内蒙古自治区教育厅", "Regional Education Department"),
        ("鄂温克旗统计局", "Banner Statistics Bureau"),
        ("高新区财政局", "Zone Finance Bureau"),
        ("财政局", "Finance Bureau"),
        ("太仓财政局", "Finance Bureau"),
        ("市市政处", "Municipal Facilities Office"),
    ],
)
def test_english_names_carry_the_level(name: str, english: str) -> None:
    assert GLOSSARY.english_department(name) == english


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由市发改委牵头，市财政局、市市场监管局配合", ["发改委", "财政局", "市场监管局"]),
        ("市市行政审批局会同市交通运输局", ["行政审批局", "交运局"]),
        ("市委办公室、市政府办公室", ["党委办", "政府办"]),
        ("财政资金和教育事业", []),
        ("办好市人大代表建议", []),
        ("市人大常委会", ["人大"]),
        ("市政府办理情况，上海关于工商联合执法的组织部署", []),
        ("市委各部委办局", []),
        ("投资规模扩大，居住建筑增加，研发改造提速", []),
        ("推进安委办和消委办联动，市城投集团参与", ["安委办", "消防安委办", "城投集团"]),
        ("What must 市水务局 and the finance bureau do?", ["水务局", "财政局"]),
        ("the finance bureau, the Finance Bureau and 财政局", ["财政局"]),
    ],
)
def test_departments_in_chinese_text(text: str, expected: list[str]) -> None:
    assert shorts(GLOSSARY.departments_in(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("transport bureau", ["交运局"]),
        ("bureau of transport", ["交运局"]),
        ("Transportation Bureau", ["交运局"]),
        ("the municipal Department of Transportation", ["交运局"]),
        ("emergency management bureau", ["应急局"]),
        ("emergency management department's duties", ["应急局"]),
        ("science and technology bureau", ["科技局"]),
        ("the Bureau of Science & Technology", ["科技局"]),
        ("development and reform bureau", ["发改委"]),
        ("DRC", ["发改委"]),
        ("health bureau", ["卫健委"]),
        ("department of human resources and social security", ["人社局"]),
        ("administration for market regulation", ["市场监管局"]),
        ("commission for discipline inspection", ["纪委监委"]),
        ("Office of Foreign Affairs", ["外事办"]),
        ("the culture, sports and tourism bureau", ["文体广旅局"]),
        ("the big data bureau and the police", ["数据局", "公安局"]),
        ("the work safety committee asked the education bureau", ["安委办", "教育局"]),
        ("government departments should transport goods", []),
        ("financed by education", []),
    ],
)
def test_departments_in_english_text(text: str, expected: list[str]) -> None:
    assert shorts(GLOSSARY.departments_in(text)) == expected


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_every_english_name_is_found_in_any_case(case: Callable[[str], str]) -> None:
    for department in GLOSSARY.departments:
        for name in (department.english, *department.english_aliases):
            question = f"What must the {case(name)} do?"
            assert GLOSSARY.departments_in(question) == (department,)
            assert department.short in GLOSSARY.chinese_terms(question)


@given(DEPARTMENTS)
def test_a_bureau_has_a_commission_and_a_department_beside_it(department: Department) -> None:
    topic, _, head = department.english.rpartition(" ")
    if head == "Bureau":
        for form in (f"{topic} Department", f"Bureau of {topic}", f"the Commission of the {topic}"):
            assert GLOSSARY.departments_in(form) == (department,)


@given(st.lists(DEPARTMENTS, max_size=5))
def test_chinese_departments_come_once_in_order(departments: list[Department]) -> None:
    text = "、".join(f"市{department.short}" for department in departments)
    assert GLOSSARY.departments_in(text) == tuple(dict.fromkeys(departments))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three-year action plan", ("三年行动计划",)),
        ("Which parking fees were raised?", ("停车收费",)),
        ("parks", ("园区", "公园")),
        ("straw burnt or straw burning", ("秸秆", "秸秆焚烧")),
        ("state-owned enterprises", ("国有企业", "国企")),
        ("SMEs", ("中小企业",)),
        ("kindergartens and libraries", ("幼儿园", "图书馆")),
        ("heated homes", ("供热",)),
        ("organisation of traffic, traffic organisation", ("交通", "交通组织")),
        ("migrant workers' wage arrears", ("农民工工资", "欠薪", "拖欠工资")),
        ("old-age care; elderly care services", ("养老", "养老服务")),
        ("the transport bureau on fire safety", ("交运局", "消防安全")),
        ("R&D spending", ("研发投入",)),
        ("who was absent", ()),
        ("", ()),
    ],
)
def test_chinese_terms(text: str, expected: tuple[str, ...]) -> None:
    assert GLOSSARY.chinese_terms(text) == expected


def test_every_rendering_leads_back_to_its_term() -> None:
    for term in GLOSSARY.terms:
        for english in term.english:
            found = GLOSSARY.chinese_terms(f"What was said of the {english}?")
            assert term.chinese in found, english


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    known = {term.chinese for term in GLOSSARY.terms} | {d.short for d in GLOSSARY.departments}
    found = GLOSSARY.chinese_terms(text)
    assert len(found) == len(set(found))
    assert set(found) <= known
    named = GLOSSARY.departments_in(text)
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("原则同意", "agreed in principle"),
        ("审议通过", "approved after deliberation"),
        ("听取", "heard"),
        ("县委常委会", "standing committee of the county Party committee"),
        ("旗政府", "banner government"),
        ("批复后实施", "implemented after approval"),
        ("此件公开发布", "released to the public"),
        ("常务副市长", "executive deputy mayor"),
        ("县委副书记", "deputy secretary of the county Party committee"),
        (" 安全生产 ", "work safety"),
        ("没有这个词", None),
    ],
)
def test_english_terms(chinese: str, english: str | None) -> None:
    assert GLOSSARY.english_term(chinese) == english


def test_the_glossary_is_read_once_and_answers_quickly() -> None:
    assert load_glossary() is GLOSSARY
    question = "What did the meeting decide about the three-year action plan for urban environmental sanitation " * 2
    GLOSSARY.chinese_terms(question)
    started = time.perf_counter()
    for _ in range(100):
        GLOSSARY.chinese_terms(question)
    assert (time.perf_counter() - started) / 100 < 0.01  # 0.2 ms alone; the margin is for a busy machine
