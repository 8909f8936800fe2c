"""Bodies by their kind (towns, banks, phone companies) and by their place in Latin letters, as people ask for them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.glossaries import Department, load_glossary
from data.glosses import content_words
from data.model import Attendee
from data.words import fold
from retrieval.romanising import written_names

LEVEL = re.compile(r"^[市县区省旗州]")
"""The level before a body's name."""


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of bodies: how a folded question asks for it, several (``many``) or one, and how they are named."""

    chinese: re.Pattern[str]
    many: re.Pattern[str]
    one: re.Pattern[str]
    names: re.Pattern[str]


def _kind(chinese: str, many: str, one: str, names: str) -> BodyKind:
    return BodyKind(
        re.compile(chinese), re.compile(rf"\b(?:{many})\b"), re.compile(rf"\b(?:{one})\b"), re.compile(names)
    )


_KINDS = (
    _kind(
        "运营商|(?:电信|通信|通讯|电话|移动通信)(?:企业|公司|运营|单位|部门|行业)|三大电信",
        r"(?:(?:tele)?phone|mobile|telecoms?|telecommunications?|network|cell\w*) (?:compan\w+|operators?|carriers?|providers?|firms?)|telcos?|telecoms",
        r"telecom\w*|telco",
        "电信|移动公司|联通|铁塔|^中?移动",
    ),
    _kind("银行|金融机构", r"banks|financial (?:institutions|bodies|organi[sz]ations|firms|sector)|lenders|banking", "bank", "银行|人行|农商行|[支分]行$"),
    _kind(
        "国企|国有企业|国有公司|市属企业|集团",
        r"(?:state|government|city|municipal|county|district)(?:-| )owned \w+|soes?|groups|conglomerates",
        "group|conglomerate",
        "集团|控股|国投|城投",
    ),
    _kind("公司|企业", "companies|firms|enterprises|corporations|businesses", "company|firm|enterprise", "公司|集团|企业"),
    _kind("法院", "courts", "court|judiciary|judges?", "法院"),
    _kind("检察", r"prosecutors|procurator\w*", r"prosecut\w+|procurator\w*", "检察"),
    _kind("消防", "fire ?fighters|fire services", "fire ?(?:brigade|service|department|fighters?|rescue|station)", "消防"),
    _kind(
        "部队|军方|武警|驻军|军队", "military|armed forces|soldiers", "military|army|armed (?:forces|police)",
        "人武|武装|部队|军分区|武警|驻军",
    ),
    _kind("街道", r"sub-?districts|street offices|neighbou?rhoods", r"sub-?district|street office", "街道(?:办事处|办)?$"),
    _kind("乡镇|镇|(?<!城)乡(?!村|镇)", "towns|townships", "town|township", "[镇乡](?:人民政府|政府)?$"),
    _kind(
        "园区|开发区|功能区|新区|板块|管委会",
        r"zones|parks|(?:development|economic|industrial|high-tech|port) (?:zones?|parks?|areas?)",
        "zone|park",
        "园区|开发区|高新区|港区|度假区|保税区|经开区|新城|新区|管委会|管委$|景区",
    ),
    _kind(
        "高校|大学|学院|院校|学校", "universities|colleges|schools|academic institutions", "university|college|school",
        "大学|学院|学校|党校|中学|小学",
    ),
    _kind("医院", "hospitals", "hospital", "医院"),
    _kind("群团|人民团体", r"mass organi[sz]ations|people'?s organi[sz]ations", "mass organi[sz]ation", "工会|团[市县区州]?委|妇联|科协|残联|文联|侨联|工商联|红十字会"),
    _kind(
        "党委部门|[市县区]委部门|党群部门|党委口", r"party (?:\w+ )?(?:departments|bodies|organs|offices|organi[sz]ations)",
        r"party (?:department|body|organ|office)", "^[市县区旗州]委(?!员)|纪委|党校",
    ),
    _kind("中心", "cent(?:er|re)s", "cent(?:er|re)", "中心"),
)  # fmt: skip
_PLACE = re.compile(r"\b([a-z]+)[ -](?:town(?:ship)?|sub-?district|street|village)\b")
_NO_PLACE = frozenset(
    "the which what any each every all our many other of a some no one this that in at from by for and or high".split()
)
_SHORTEST_STEM = 2  # characters
_STEM_END = re.compile(r"(?:镇|乡|街道(?:办事处)?|集团(?:公司)?|公司|区|县|村|学院|大学|支行|分行|新城|管委会)$")
ORGANISATION_WORD = re.compile(
    r"[一-龥]{1,12}(?:局|委|办|部|院|中心|镇|街道|公司|集团|大队|支队|学院|学校|银行|协会|海关|法院|工会|联|园区|新区|站|署)"
    r"|\b(?:bureau|office|department|commission|committee|cent(?:er|re)|company|group|town|court|police|school|university"
    r"|bank|union|federation|brigade|agency|ministry|association|hospital|corporation)\b"
)
"""A word that says that a question is about some organisation, known or not."""


_NAMED = re.compile(
    r"\b(?!(?:the|a|any|which|what|every|each|some|of|from|to) )[a-z]+ (?:town(?:ship)?|sub-?district|street|college|university)\b"
)
_GENERIC = re.compile(
    r"[一-龥]{0,3}(?:局|委|办|部|院|中心|镇|街道|公司|集团|大队|支队|学院|学校|银行|协会|海关|法院|工会|联|园区|新区|站|署)"
    r"|\b(?:bureau|office|department|commission|committee|court|police|union|federation|brigade|agency|ministry|association)s?\b"
)


def kinds_in(text: str, *, several: bool = False) -> tuple[BodyKind, ...]:
    """The kinds of bodies that a folded text asks for; ``several`` only those asked for in an English plural."""
    found = [kind for kind in _KINDS if kind.many.search(text)]
    if not found and not several:
        found = [kind for kind in _KINDS if kind.chinese.search(text) or kind.one.search(text)]
    return tuple(found[:1])


def of_kinds(kinds: Sequence[BodyKind], people: Sequence[Attendee]) -> list[Attendee]:
    """Those who sat for a body of one of these kinds."""
    return [person for person in people if any(kind.names.search(person.organisation) for kind in kinds)]


def is_kind(department: Department, kinds: Sequence[BodyKind]) -> bool:
    """Whether a department of the glossary is no more than a kind of bodies (街道办: the subdistricts)."""
    names = (department.short, department.full, *department.aliases)
    return any(kind.chinese.fullmatch(name) for kind in kinds for name in names)


def romanised_in(text: str, bodies: Iterable[str]) -> frozenset[str]:
    """The bodies that are named in Latin letters by their place: 沙溪镇 of Shaxi."""
    stems = {body: _stem(body) for body in bodies}
    named = written_names(text, {stem for stem in stems.values() if len(stem) >= _SHORTEST_STEM})
    return frozenset(body for body, stem in stems.items() if stem in named)


def names_a_place(text: str) -> bool:
    """Whether a folded English text names a town or the like (shaxi town)."""
    return any(match[1] not in _NO_PLACE for match in _PLACE.finditer(text))


def without_bodies(text: str) -> str:
    """A folded text without the names and kinds of bodies."""
    text = _NAMED.sub(" ", text)
    for department in load_glossary().departments_in(text):
        for name in (department.full, department.short, *department.aliases):
            text = text.replace(fold(name), " ")
        said = {word for name in (department.english, *department.english_aliases) for word in content_words(name)}
        text = " ".join(word for word in text.split(" ") if re.sub(r"\W|'s$", "", word) not in said)
    for kind in _KINDS:
        for pattern in (kind.many, kind.chinese, kind.one):
            text = pattern.sub(" ", text)
    return _GENERIC.sub(" ", text)


def _stem(organisation: str) -> str:
    short = _STEM_END.sub("", LEVEL.sub("", organisation))
    return short if short != organisation else ""
