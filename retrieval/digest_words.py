"""A digest's own words, in both languages."""

from data.bilingual import Bilingual, Language
from data.glossaries import load_glossary
from data.model import Resolution
from retrieval.answers import Line, LineKind
from retrieval.digest_spans import Span
from retrieval.lines import meeting_label, notice
from retrieval.naming import NamedMinutes, counted, say_kept
from retrieval.wording import say_date, say_document_number, say_reviser, say_ways_on

WHO_MUST_ACT = Bilingual("谁要落实", "Who must act")
GENERAL_DUTIES = Bilingual("面向各地各部门", "Addressed to all")
WATCHED = Bilingual("您关注的", "What you watch")
_TITLE = Bilingual("会议纪要摘要 · {span}", "Digest of minutes · {span}")
_NOTHING = Bilingual("{span}没有会议纪要。", "No minutes of {span}.")
_NOTHING_NEW = Bilingual(
    "{span}没有召开会议的纪要，也没有新加入的纪要。", "{span}: no meeting was held and no minutes were added."
)
_LAST = Bilingual("最近一次是{meeting}。", " The last meeting was {meeting}.")
_NO_MINUTES = Bilingual("库中还没有纪要。", "The library holds no minutes yet.")
_YOU_WATCH = Bilingual("您关注：{words}", "You watch: {words}")
_NO_DECISION = Bilingual("未记载决定", "no decision is recorded")
_LEADS = Bilingual("牵头：{department}", "led by: {department}")


def title_line(span: Span, language: Language) -> Line:
    """The title, with the time."""
    said = span.say(language)
    return Line(LineKind.HEADING, _TITLE.say(language).format(span=said), None, (said,))


def quiet_line(span: Span, last: NamedMinutes | None, language: Language) -> Line:
    """That there is nothing in a time, and which meeting was the last."""
    if last is None:
        return notice(_NO_MINUTES.say(language))
    said, meeting = span.say(language), say_kept(last, language)
    text = (_NOTHING_NEW if span.with_added else _NOTHING).say(language).format(span=said)
    return notice(text + _LAST.say(language).format(meeting=meeting), said, meeting)


def figures_line(meetings: int, resolutions: int, decided: int, departments: int, language: Language) -> Line:
    """How many meetings, resolutions, decisions and departments that must act there are."""
    if language == "zh":
        parts = [f"{meetings} 次会议", f"{resolutions} 项决议", f"{decided} 项作出决定", f"{departments} 个部门有任务"]
    else:
        parts = [
            _count(meetings, "meeting"),
            _count(resolutions, "resolution"),
            _count(decided, "decision"),
            f"{_count(departments, 'department')} must act",
        ]
    return notice(" · ".join(parts), *parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def say_meeting(kept: NamedMinutes, decided: int, language: Language) -> tuple[str, tuple[str, ...]]:
    """A meeting in one line: office, number, date, document and how much it decided; and the counts it rests on."""
    minutes, head = kept.minutes, kept.minutes.header
    number = say_document_number(head.document_number, language) if head.document_number else ""
    counts: tuple[str, ...]
    if language == "zh":
        named = [f"{head.issuer}{counted(head).zh if head.ordinal is not None else ''}{head.kind}"]
        document = number if "纪要" in number or not number else f"纪要{number}"
        counts = (f"{minutes.resolution_count} 项决议", f"{decided} 项作出决定")
    else:
        named = [meeting_label(kept, "en"), head.issuer]
        document = number and f"minutes {number}"
        counts = (_count(minutes.resolution_count, "resolution"), _count(decided, "decision"))
    if not minutes.resolution_count:
        counts = (f"未分项，{minutes.item_count} 段" if language == "zh" else _count(minutes.item_count, "paragraph"),)
    held = say_date(head.held, language) if head.held else ""
    return " · ".join(filter(None, (*named, held, document, *counts))), counts


def say_added(kept: NamedMinutes, language: Language) -> str:
    """When minutes were added, or took the place of others, by the clock of this machine; empty where it is unknown."""
    if not kept.added:
        return ""
    day = kept.added.astimezone().date()
    verb = Bilingual("更新", "updated") if kept.versions else Bilingual("加入", "added")
    return f"{say_date(day, 'zh')}{verb.zh}" if language == "zh" else f"{verb.en} {say_date(day, 'en')}"


def say_resolution(resolution: Resolution, language: Language) -> str:
    """A resolution in one line: subject, verdict, who revises it, its way on."""
    decision, semicolon = resolution.decision, Bilingual("；", "; ").say(language)
    if decision is None:
        return f"{_say_matter(resolution, language)}{semicolon}{_NO_DECISION.say(language)}"
    verdict, approved = _say_term(decision.verdict, language), decision.approved
    subject = _bare(resolution.subject or resolution.heading)
    if approved.startswith(subject):
        subject, approved = approved, ""
    elif not subject.startswith("《"):
        subject = _say_matter(resolution, language)
    said = verdict + (approved if language == "zh" else f" ({approved})" if approved else "")
    if decision.verdict in subject and approved in subject:
        said, subject = subject, ""  # the heading is the sentence that decides
    ways_on = say_ways_on(decision.ways_on, language)
    rest = semicolon.join(filter(None, (said, say_reviser(decision, language), ways_on)))
    return f"{subject}{Bilingual('：', ': ').say(language)}{rest}" if subject else rest


def _say_term(chinese: str, language: Language) -> str:
    """The Chinese term, or its English rendering alone where there is one."""
    return (load_glossary().english_term(chinese) if language == "en" else None) or chinese


def _say_matter(resolution: Resolution, language: Language) -> str:
    """What was done with the subject: ``学习《…》``, ``studied: 《…》``."""
    subject = _bare(resolution.subject)
    verb = _say_term(resolution.verb, language)
    if verb != resolution.verb and subject:
        return f"{verb}: {subject}"
    return f"{resolution.verb}{subject}" or _bare(resolution.heading)


def _bare(text: str) -> str:
    """A subject or heading in one line, without the mark at its end."""
    return " ".join(text.split("\n")).strip().rstrip("。；;，,：:")


def say_leading(department: str, language: Language) -> str:
    """That a department is in charge of carrying something out."""
    return _LEADS.say(language).format(department=department)


def duties_line(department: str, count: int, language: Language) -> Line:
    """How many duties a department has."""
    said = f"{count} 项" if language == "zh" else _count(count, "duty").replace("dutys", "duties")
    return notice(f"{department} · {said}", department, said)


def reason_line(words: str, language: Language) -> Line:
    """Why something is shown: the person watches it."""
    return notice(_YOU_WATCH.say(language).format(words=words), words)
