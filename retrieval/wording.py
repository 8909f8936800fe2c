"""The project's own words in an answer, in both languages: labels, verdicts, dates, names of departments."""

from collections.abc import Sequence
from datetime import date

from data.bilingual import Bilingual, Language
from data.glossaries import load_glossary
from data.model import Decision, WayOn
from retrieval.vocabulary import Fact

FACT_LABELS: dict[Fact, Bilingual] = {
    Fact.CHAIR: Bilingual("主持人", "Chair"),
    Fact.HELD: Bilingual("会议日期", "Date held"),
    Fact.ISSUED: Bilingual("纪要印发日期", "Minutes issued"),
    Fact.COMPILED: Bilingual("纪要整理", "Minutes compiled"),
    Fact.DOCUMENT_NUMBER: Bilingual("纪要编号", "Document number"),
    Fact.ORDINAL: Bilingual("所记会议", "Meeting"),
    Fact.ISSUER: Bilingual("发文机关", "Issuer"),
    Fact.AGENDA: Bilingual("议程", "Agenda"),
    Fact.PUBLICITY: Bilingual("公开", "Publicity"),
    Fact.SENT_TO: Bilingual("主送", "Sent to"),
    Fact.COPIED_TO: Bilingual("抄送", "Copied to"),
    Fact.WEEKDAY: Bilingual("星期", "Weekday"),
    Fact.DAY_PART: Bilingual("时段", "Time of day"),
    Fact.ELAPSED: Bilingual("相隔", "Time between"),
    Fact.PLACE: Bilingual("会议地点", "Place"),
    Fact.ENDED: Bilingual("结束时间", "End"),
    Fact.RECORDER: Bilingual("记录人", "Minutes taken by"),
}


_SUBMITTED_FOR = {
    "审议": "deliberation",
    "审定": "final approval",
    "审批": "approval",
    "批准": "approval",
    "研究": "consideration",
}


def say_date(day: date, language: Language) -> str:
    """``2023年6月13日`` or ``13 June 2023``."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"


def say_organisation(name: str, language: Language) -> str:
    """The Chinese name; in English the English name first, if the glossary has one."""
    if language == "zh" or not name:
        return name
    glossary = load_glossary()
    parts = [glossary.english_department(part) or glossary.english_term(part) for part in name.split("、")]
    known = [part for part in parts if part]
    return f"{' and '.join(known)} ({name})" if len(known) == len(parts) else name


def say_term(chinese: str, language: Language) -> str:
    """The Chinese term; in English its rendering, with the Chinese in brackets."""
    english = load_glossary().english_term(chinese) if language == "en" else None
    return f"{english} ({chinese})" if english else chinese


def say_document_number(number: str | None, language: Language) -> str:
    """``第12号`` or ``No. 12``; a number that is a name of its own is given as it is."""
    if not number:
        return "未标明" if language == "zh" else "not given"
    if not number.isdecimal():
        return number
    return f"第{number}号" if language == "zh" else f"No. {number} (第{number}号)"


def say_verdict(decision: Decision, language: Language) -> str:
    """The verdict and what was approved."""
    verdict = decision.verdict
    if language == "zh":
        return f"{verdict}{decision.approved}"
    english = load_glossary().english_term(verdict) or verdict
    return f"{english}: {decision.approved}"


def say_reviser(decision: Decision, language: Language) -> str | None:
    """Who revises what was approved; None where the minutes do not say."""
    if not decision.reviser:
        return None
    if language == "zh":
        return f"会后由{decision.reviser}{decision.revision}"
    return f"to be revised by: {say_organisation(decision.reviser, language)}"


def say_ways_on(ways: Sequence[WayOn], language: Language) -> str | None:
    """In whose name the approved is issued or where it goes next; None where the minutes do not say."""
    if not ways:
        return None
    if language == "zh":
        return "；".join((f"{way.condition}，" if way.condition else "") + way.text for way in ways)
    return "; ".join(_say_way_on(way) for way in ways)


def _say_way_on(way: WayOn) -> str:
    before = f"{way.subject}: " if way.subject else ""
    if way.under_name:
        core = f"issued in the name of: {say_organisation(way.under_name, 'en')}"
    elif way.action and "后" in way.action:
        action = load_glossary().english_term(way.action) or way.action
        core = f"{action} by: {say_organisation(way.body or '', 'en')}"
    else:
        purpose = _SUBMITTED_FOR.get(way.action or "", way.action)
        core = f"submitted for {purpose} to: {say_organisation(way.body or '', 'en')}"
    after = f" (condition: {way.condition})" if way.condition else ""
    return f"{before}{core}{after}"
