"""Reading what follows the resolutions and is not attendance: who compiled, publicity, distribution."""

import re
from collections.abc import Sequence

from data.layout import Line, join_lines, spans_of
from data.model import Footer
from data.numerals import NUMERAL, dates

_COMPILED_BY = re.compile(r"([一-龥]{2,30}?)\s*(?:整理|印发|编印)$")
_DATE = re.compile(rf"(?:{NUMERAL}\s*){{4}}年.{{1,8}}月.{{1,8}}日(?:\s*印发)?")
_PUBLICITY = re.compile(r"[（(]\s*此件(.*?)[）)]")
_SENT = re.compile(r"(主送|抄送|分送|发送)\s*[：:]")


def starts_footer(text: str) -> bool:
    """Whether a line begins one of the footer's paragraphs."""
    return bool(_COMPILED_BY.fullmatch(text) or _DATE.fullmatch(text) or _PUBLICITY.match(text) or _SENT.match(text))


def read_footer(closing: Sequence[Line], lines: Sequence[Line]) -> Footer:
    """Read the closing remark and the lines after the attendance."""
    groups: list[list[Line]] = []
    for line in lines:
        if starts_footer(line.text) or not groups:
            groups.append([])
        groups[-1].append(line)
    remark = join_lines(closing, paragraphs=False)
    paragraphs = [join_lines(group, paragraphs=False) for group in groups]
    compiled = [day for text in paragraphs if _DATE.fullmatch(text) for day in dates(text)]
    compilers = [match[1] for match in map(_COMPILED_BY.fullmatch, paragraphs) if match]
    publicity = [match[1] for match in map(_PUBLICITY.match, paragraphs) if match]
    return Footer(
        text="\n".join(filter(None, (remark, *paragraphs))),
        spans=spans_of((*closing, *lines)),
        closing=remark or None,
        compiled_by=compilers[0] if compilers else None,
        compiled=compiled[0] if compiled else None,
        public=any("公开" in mark and "不" not in mark for mark in publicity),
        sent_to=_recipients(paragraphs, ("主送", "分送", "发送")),
        copied_to=_recipients(paragraphs, ("抄送",)),
    )


def _recipients(paragraphs: Sequence[str], labels: Sequence[str]) -> tuple[str, ...]:
    for text in paragraphs:
        match = _SENT.match(text)
        if match and match[1] in labels:
            names = re.split(r"[，、,]", text[match.end() :].rstrip("。"))
            return tuple(name for name in names if name)
    return ()
