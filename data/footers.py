"""Reading what follows the resolutions and is not attendance: who compiled, publicity, distribution."""

import re
from collections.abc import Sequence

from data.layout import Line, heal, join_lines, spans_of
from data.model import Footer
from data.numerals import NUMERAL, dates

_COMPILED_BY = re.compile(r"([一-龥]{2,30}?)\s*(?:整理|印发|编印)$")
_SIGNATURE = re.compile(
    rf"[一-龥]{{2,20}}(?:政府|办公室|办公厅)(?:(?:{NUMERAL}\s*){{4}}年.{{1,8}}月.{{1,8}}日\s*(?:印发|编印|整理)?)?"
)
_DATE = re.compile(rf"(?:{NUMERAL}\s*){{4}}年.{{1,8}}月.{{1,8}}日(?:\s*印发)?")
_SIGNED_BY = re.compile(
    r"(?:签\s*发|审\s*定|审\s*核|校\s*对|核\s*稿|拟\s*稿|记\s*录|整\s*理)(?:人|员)?\s*[：:]|(?:附件|主题词|备注|会议纪律)[：:]|共印\s*\d+"
)
_PUBLICITY = re.compile(r"[（(]\s*此件(.*?)[）)]")
_SENT = re.compile(r"(主\s*送|抄\s*送|抄\s*报|分\s*送|发\s*送|本期发|[发送报])\s*[：:]")


def starts_footer(text: str) -> bool:
    """Whether a line begins one of the footer's paragraphs."""
    patterns = (_COMPILED_BY.fullmatch, _DATE.fullmatch, _SIGNATURE.fullmatch, _PUBLICITY.match, _SENT.match)
    return any(matches(text) for matches in (*patterns, _SIGNED_BY.match))


def read_footer(closing: Sequence[Line], lines: Sequence[Line]) -> Footer:
    """Read the closing remark and the lines after the attendance."""
    groups: list[list[Line]] = []
    for line in lines:
        if starts_footer(line.text) or not groups:
            groups.append([])
        groups[-1].append(line)
    remark = join_lines(closing, paragraphs=False)
    paragraphs = [join_lines(group, paragraphs=False) for group in groups]
    compiled = [day for text in paragraphs if _DATE.fullmatch(text) for day in dates(text) if "印发" not in text]
    compilers = [match[1] for match in map(_COMPILED_BY.fullmatch, paragraphs) if match]
    publicity = [match[1] for match in map(_PUBLICITY.match, paragraphs) if match]
    return Footer(
        text="\n".join(filter(None, (remark, *paragraphs))),
        spans=spans_of((*closing, *lines)),
        closing=remark or None,
        compiled_by=compilers[0] if compilers else None,
        compiled=compiled[0] if compiled else None,
        public=any("公开" in mark and "不" not in mark for mark in publicity),
        sent_to=_recipients(paragraphs, ("主送", "分送", "发送", "本期发", "发")),
        copied_to=_recipients(paragraphs, ("抄送", "抄报", "送", "报")),
    )


def _recipients(paragraphs: Sequence[str], labels: Sequence[str]) -> tuple[str, ...]:
    for text in paragraphs:
        match = _SENT.match(text)
        if match and heal(match[1]) in labels:
            names = re.split(r"[，、,]", text[match.end() :].rstrip("。"))
            return tuple(name for name in names if name)
    return ()
