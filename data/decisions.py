"""Reading what a resolution settles: the verdict, what was approved, who revises it, and its way on."""

import re
from collections.abc import Sequence

from data.model import Decision, Item, WayOn

_VERDICT = re.compile(
    r"(?:会议)?(?:(?:分别|集体)?(?:(?:听取|讨论|研究|审议|审定|审查)(?!通过)[、和与]?)+)?(?:并|后)?"
    r"(原则上?(?:审议)?(?:同意|通过)|审议通过|审定通过|讨论通过|研究通过|表决通过|一致通过|一致同意|同意|(?<=并)通过|(?<=会议)通过)(?:了)?"
    r"|会议(?:研究)?(决定|确定|议定)(?!了?(?:以下|如下)|的|[，,：:]?(?:暂|不))[，,：:]?"
)
_REVISER = re.compile(
    r"(?:会后)?[，,]?(?:责成|由)?(?P<reviser>[一-龥（）()、]{2,30}?)(?:要|应|负责)?(?:牵头)?"
    r"(?:根据|结合|按照)(?:会议|会上|与会人员)?(?:讨论|研究)?(?:的)?意见(?:建议)?[，,]?(?P<revision>[^，,。；;]{2,40}?)后?(?=[，,。；;]|$)"
)
_BEFORE = r"(?P<before>[^，,。；;]*?)"
_UNDER_NAME = re.compile(
    rf"{_BEFORE}以(?P<name>[^，,。；;]{{2,30}}?)(?:的)?名义(?P<action>印发|发布|下发|公布|上报|行文|发文)?"
)
_SUBMITTED = re.compile(
    rf"{_BEFORE}(?:提交|提请|报请|报)(?P<body>[^，,。；;]{{2,20}}?)(?P<action>审议|审定|审批|研究|批准)"
)
_AFTER_APPROVAL = re.compile(
    rf"{_BEFORE}(?:报请|报)(?P<body>[^，,。；;]{{2,20}}?)(?P<action>(?:批复|批准|审批|同意|审定)后\w{{2,4}})"
)
_CONDITION = re.compile(r"(?:报请|报|经)[^，,。；;]{2,20}?(?:同意|批准|审定|审议通过|审核)后")
_FILLER = re.compile(r"^(?:按(?:照)?(?:相关|有关|规定)?程序|依(?:法|规)依?程序|均|并|再)+")
_STOP = re.compile("[。；;]")
_END_OF_APPROVED = re.compile(
    r"[。；;]|[，,](?=会后|责成|由|按(?:照)?程序|报请|报[一-龥]{2,12}(?:审|批)|提[交请]|以[^，,。；;]{2,30}名义)"
)
_CLOSING_MARK = {"《": "》", "“": "”", "（": "）", "(": ")"}


def read_decision(items: Sequence[Item], own: str = "") -> Decision | None:
    """The decision of a resolution: that of its own text or of the first item with a verdict.

    None where nothing was decided.
    """
    texts = [(None, own), *((item.number, item.text) for item in items)]
    return next((found for number, text in texts if (found := _decision_in(text, number))), None)


def _decision_in(text: str, item: int | None) -> Decision | None:
    match = _find_verdict(text)
    if not match:
        return None
    approved, rest = _until(_END_OF_APPROVED, text[match.end() :])
    reviser = _REVISER.search(rest)
    after = rest[reviser.end() :] if reviser else rest
    return Decision(
        item=item,
        verdict=match[1] or match[2],
        approved=approved,
        reviser=reviser["reviser"] if reviser else None,
        revision=reviser["revision"] if reviser else None,
        ways_on=read_ways_on(after),
    )


def _find_verdict(text: str) -> re.Match[str] | None:
    """The first verdict that opens a clause: ``报请市委同意后`` is a condition, not a verdict."""
    for match in _VERDICT.finditer(text):
        before = text[: match.start()]
        opens_clause = not before or before[-1] in "，。；：）):,;\n”"
        if opens_clause and not text[match.end() :].startswith("后"):
            return match
    return None


def _until(stop: re.Pattern[str], text: str) -> tuple[str, str]:
    """``text`` up to the first ``stop`` outside titles and brackets, and the rest after it."""
    waiting: list[str] = []
    for index, character in enumerate(text):
        if character in _CLOSING_MARK:
            waiting.append(_CLOSING_MARK[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
        elif not waiting and stop.match(text, index):
            return text[:index], text[index + 1 :]
    return text, ""


def read_ways_on(text: str) -> tuple[WayOn, ...]:
    """The ways on that the clauses of ``text`` name, in their order; only the first sentence is read."""
    ways: list[WayOn] = []
    condition: str | None = None
    for clause in re.split(r"[，,；;]", _until(_STOP, text)[0]):
        way = _read_way(clause)
        if way:
            ways.append(WayOn(clause, way.subject, condition, way.under_name, way.body, way.action))
            condition = None
        else:
            found = _CONDITION.search(clause)
            condition = found[0] if found else condition
    return tuple(ways)


def _read_way(clause: str) -> WayOn | None:
    if match := _UNDER_NAME.fullmatch(clause):
        return WayOn(clause, _subject(match), under_name=match["name"], action=match["action"] or "印发")
    if match := _AFTER_APPROVAL.fullmatch(clause):
        return WayOn(clause, _subject(match), body=match["body"], action=match["action"])
    if match := _SUBMITTED.fullmatch(clause):
        return WayOn(clause, _subject(match), body=match["body"], action=match["action"])
    return None


def _subject(match: re.Match[str]) -> str | None:
    """What goes this way, where the clause names it before 按程序."""
    words = re.sub(r"按(?:照)?(?:相关|有关|规定)?程序$", "", _FILLER.sub("", match["before"]))
    return words or None
