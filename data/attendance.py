"""Reading who sat at a meeting, person by person with the organisation.

Names follow organisations without a mark (``市教育局毛静``), and one ``、`` may join two people of one
organisation or two organisations. An organisation is told by how it ends, a name by a Chinese surname and
its length of two to four characters. Names of two characters may be spaced (``李 靖``) or, in text from a PDF,
broken over two lines.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from data.layout import Line, heal, join_lines, spans_of
from data.model import Attendance, Attendee, Span

_LABEL = (
    r"(?P<role>未出席|(?:邀请|应邀)(?:列席|参加)|出\s*席|列\s*席|参\s*加|参\s*会|请\s*假|缺\s*席|主\s*持\s*人?|记\s*录\s*人?)"
    r"(?:第?[〇零一二三四五六七八九十\d、至—-]{1,9}(?:项|个)?议题)?(?:会议|讨论)?(?:人\s*员|领导|同志|单位|名单|人)?(?:的)?(?:还)?(?:有|为)?\s*"
)
_GROUP = re.compile(_LABEL + r"(?:[（(][^）)]*[）)])?[：:]")
_HAVING_GROUP = re.compile(r"(?:出席|列席|参加|请假)(?:会议)?(?:人员)?的(?:还)?有")
_SPACED_GROUP = re.compile(_LABEL + r"(?<=[\s\u3000])(?=[一-龥])")
_WIDE_GAP = re.compile(r"(?:[ \t]{2,}|\u3000)$")
_BROKEN_LABEL = re.compile(r"[出列请缺记主参]")
_REST_OF_LABEL = re.compile(r"(?:席|假|录|持|加)(?:人员?)?\s*[：:]")
_SENTENCES = re.compile(r"(?:[^。]{2,}(?:出席|列席|参加|参会)(?:了)?(?:(?:此次|本次)?会议)?(?:并[^。]{1,8})?。)+")
_SENTENCE_CLAUSE = re.compile(r"(?P<people>[^。；;]+?)(?:分别|应邀)?(?P<role>出席|列席|参加)(?:了)?(?:此次|本次)?会议")
_ORGANISATION_END = re.compile(
    r"(?:人大|政协|委|办|局|院|部|组|处|科|署|站|所|台|社|会|团|校|学院|大学|中心|集团|公司|银行|支行|分行"
    r"|镇|乡|街道|村|县|区|市|城|港|海关|支队|大队|中队|专班|工会|联|馆|园|厅|室|政府|法院|法庭|企业|厂"
    r"|长|主任|主席|书记|委员|政委|主任委员|调研员)$"
)
_LONGEST_NAME = 4  # characters
_SHORTEST_ORGANISATION = 2  # characters (港区, 海关)
_BRACKETS = re.compile(r"[（(](?P<words>[^）)]*)[）)]$")
_NUMERAL = re.compile(r"[（(][〇零一二三四五六七八九十\d]{1,3}[）)]")
_SUBLABEL = re.compile(r"(?P<words>[^，。；：:、]{2,20})[：:]")
_ABSENT = re.compile("请假|缺席|未出席")
_NO_ATTENDEES = re.compile("主持|记录")
_GENERAL = re.compile("成员|人员|负责|领导|代表|同志|单位|部门|有关|相关|乡镇|街道|^各|等$")
_MARKS = re.compile("[，,；;。、]")


@cache
def surnames() -> frozenset[str]:
    """The Chinese surnames of the *Hundred Family Surnames*, single and compound, and some common others."""
    return frozenset(resources.files("data").joinpath("surnames.txt").read_text("utf-8").split())


def starts_attendance(line: Line) -> bool:
    """Whether a line begins the list of those present, in attendance or absent, or says it in sentences."""
    if _GROUP.match(line.plain) or _HAVING_GROUP.match(line.plain) or _SENTENCES.fullmatch(line.plain):
        return True
    spaced = _SPACED_GROUP.match(line.raw)
    is_wide = bool(spaced) and bool(_WIDE_GAP.search(spaced[0] if spaced else ""))
    return bool(spaced) and "。" not in line.text[:-1] and (is_wide or not _MARKS.search(line.text))


def mend_labels(source: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a source, with a label that is broken over two (出 / 席：) put together again."""
    mended: list[Line] = []
    for line in lines:
        before = mended[-1] if mended else None
        broken = before and _BROKEN_LABEL.fullmatch(before.text) and _REST_OF_LABEL.match(line.text)
        if before and broken and not source[before.span.end : line.span.start].strip():
            span = Span(before.span.start, line.span.end)
            raw = before.raw + source[before.span.end : line.span.start] + line.raw
            mended[-1] = Line(heal(raw), span, raw, (*before.holes, *line.holes))
        else:
            mended.append(line)
    return tuple(mended)


def read_attendance(lines: Sequence[Line]) -> Attendance:
    """Read the lines of the attendance."""
    groups: list[list[Line]] = []
    for line in lines:
        if starts_attendance(line) or not groups:
            groups.append([])
        groups[-1].append(line)
    text = "\n".join(join_lines(group, paragraphs=False) for group in groups)
    return Attendance(text, spans_of(lines), tuple(person for group in groups for person in _read_group(group)))


def _read_group(lines: Sequence[Line]) -> Iterator[Attendee]:
    text = join_lines(lines, paragraphs=False)
    raw = "\n".join(line.raw for line in lines)
    if len(lines) > 1 and all(_SUBLABEL.match(line.text) for line in lines[1:]):
        label = _GROUP.match(lines[0].text)
        first = lines[0].text[label.end() :] if label else ""
        by_line = (entry for each in (first, *(line.text for line in lines[1:])) for entry in _enumerated(each))
        yield from _people(by_line, label["role"] if label else "")
        return
    label = _GROUP.match(text)
    spaced = _GROUP.match(raw) or _SPACED_GROUP.match(raw)
    if label and (_MARKS.search(text[label.end() :]) or not spaced):
        yield from _people(_enumerated(text[label.end() :]), label["role"])
    elif spaced:
        names = raw[spaced.end() :]
        entries = _enumerated(heal(names)) if _MARKS.search(names) else _spaced(names)
        yield from _people(entries, heal(spaced["role"]))
    else:
        for clause in _SENTENCE_CLAUSE.finditer(text):
            yield from _people(_enumerated(clause["people"]), clause["role"])


def attendance_in(sentences: str) -> Attendance | None:
    """Those named in sentences of another part (副县长王强出席会议), which keeps the characters; None if no one is."""
    clauses = list(_SENTENCE_CLAUSE.finditer(sentences))
    people = tuple(person for clause in clauses for person in _people(_enumerated(clause["people"]), clause["role"]))
    return Attendance("\n".join(clause[0] for clause in clauses), (), people) if people else None


def _people(entries: Iterator[tuple[str, str, str | None]], role: str) -> Iterator[Attendee]:
    """The attendees of a group from organisations, names, and reasons of absence."""
    if _NO_ATTENDEES.search(role):
        return
    absent = bool(_ABSENT.search(role))
    present = "列席" not in role and "邀" not in role and not absent
    for organisation, name, reason in entries:
        excused = reason is not None and bool(_ABSENT.search(reason))
        yield Attendee(name, organisation, present and not excused, (reason or "") if absent or excused else None)


def _enumerated(text: str) -> Iterator[tuple[str, str, str | None]]:
    """Names divided by 、 and organisations by ，; a numeral or a label may lead a list (（二）政府办：…)."""
    for group in re.split(r"[，,；;。]|(?=[（(][〇零一二三四五六七八九十]{1,2}[）)])", text):
        entries = _NUMERAL.sub("", group)
        sublabel = _SUBLABEL.match(entries)
        organisation = ""
        if sublabel:
            entries = entries[sublabel.end() :]
            organisation = sublabel["words"] if _ORGANISATION_END.search(sublabel["words"]) else ""
        for entry in entries.split("、"):
            plain, reason = _without_reason(entry.strip())
            written, name = split_name(plain)
            organisation = written or organisation
            if name:
                yield organisation, name, reason


def _spaced(raw: str) -> Iterator[tuple[str, str, str | None]]:
    """Names divided by blanks or lines, each after its organisation or below it."""
    organisation = ""
    tokens = _whole_names(raw)
    for token, is_last in tokens:
        plain, reason = _without_reason(token)
        may_be_name = is_last and is_name(plain)
        if len(plain) > _SHORTEST_ORGANISATION and _ORGANISATION_END.search(plain) and not may_be_name:
            organisation = plain
            continue
        written, name = split_name(plain)
        yield (written or organisation, name, reason) if name else (organisation, written, reason)


def _whole_names(raw: str) -> list[tuple[str, bool]]:
    """The words of a list, names of two characters put together, and whether each is the last of its line."""
    words = [(word, at == len(line.split())) for line in raw.split("\n") for at, word in enumerate(line.split(), 1)]
    whole: list[tuple[str, bool]] = []
    for word, is_last in words:
        begun = whole[-1][0] if whole else ""
        if len(begun) == 1 and len(_without_reason(word)[0]) == 1:
            whole[-1] = (begun + word, is_last)
        else:
            whole.append((word, is_last))
    return whole


def _without_reason(entry: str) -> tuple[str, str | None]:
    """An entry without the words in brackets after it, and those words."""
    match = _BRACKETS.search(entry)
    return (entry[: match.start()], match["words"]) if match else (entry, None)


def split_name(entry: str) -> tuple[str, str]:
    """Split ``市教育局毛静`` into organisation and name; either may be empty.

    Of the ways to cut a name off the end, the best leaves an organisation that ends as organisations do.
    """
    if is_name(entry):
        return "", entry
    cuts = [len(entry) - length for length in (3, 2, 4) if len(entry) - length >= _SHORTEST_ORGANISATION]
    named = [cut for cut in cuts if is_name(entry[cut:])]
    for cut in named:
        if _ORGANISATION_END.search(entry[:cut]):
            return entry[:cut], entry[cut:]
    if named and not _ORGANISATION_END.search(entry):
        return entry[: named[0]], entry[named[0] :]
    return _split_unlisted(entry)


def _split_unlisted(entry: str) -> tuple[str, str]:
    """Organisation and name where the surname is not among those known (土登曲培, 市高新区管委会望军)."""
    if not re.fullmatch(r"[一-龥㐀-䶿·]+", entry) or _GENERAL.search(entry):
        return entry, ""
    if len(entry) <= _LONGEST_NAME and not _ORGANISATION_END.search(entry):
        return "", entry
    for length in (2, 3):
        organisation, name = entry[:-length], entry[-length:]
        is_organisation = len(organisation) > _SHORTEST_ORGANISATION and _ORGANISATION_END.search(organisation)
        has_more = _ORGANISATION_END.search(name) or _ORGANISATION_END.search(entry[: 1 - length])
        if is_organisation and not has_more:
            return organisation, name
    return entry, ""


def is_name(text: str) -> bool:
    """Whether a text can be a Chinese name: a surname and one or two characters more."""
    if re.fullmatch(r"[一-龥]{1,8}·[一-龥·]{1,12}", text):
        return True
    if not re.fullmatch(r"[一-龥㐀-䶿]{2,4}", text) or _GENERAL.search(text):
        return False
    if text[:2] in surnames() and len(text) > 2:  # noqa: PLR2004 - a compound surname and a given name
        return True
    return text[0] in surnames() and len(text) <= 3  # noqa: PLR2004 - a surname and one or two characters
