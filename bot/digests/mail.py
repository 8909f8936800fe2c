"""A digest outside a chat: as plain text for a terminal, and as a page of HTML for a mail or a printer."""

from collections.abc import Iterable, Iterator
from html import escape

from data.bilingual import Bilingual, Language
from retrieval.answers import Line, LineKind
from retrieval.digest_parts import Acting, Digest
from retrieval.digest_words import GENERAL_DUTIES, WHO_MUST_ACT

_QUOTE = Bilingual("「{text}」", "“{text}”")
_STYLE = (
    "body{font:16px/1.6 -apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;"
    "color:#263238;max-width:46em;margin:1.5em auto;padding:0 1em}"
    "h1{font-size:1.5em;margin:0 0 .3em}h2{font-size:1.1em;margin:1.6em 0 .4em}"
    "ul{padding-left:1.2em}li{margin:.45em 0}.cite{color:#69757a;font-size:.85em;white-space:nowrap}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #d5d9da;padding:.4em .6em;vertical-align:top;"
    "text-align:left}td p{margin:.2em 0}"
)
_COLUMNS = (Bilingual("部门", "Department"), Bilingual("项数", "Count"), Bilingual("要求", "What it was told to do"))


def digest_texts(digest: Digest) -> Iterator[tuple[str, bool]]:
    """The digest line by line, each with its citations, and whether the line is a heading."""
    yield digest.title.text, True
    yield digest.headline.text, False
    for watch in digest.watched:
        yield watch.reason.text, True
        yield from ((f"  {_cited((line,), digest.language)}", False) for line in watch.lines)
    for meeting in digest.meetings:
        yield _cited((meeting.line,), digest.language), True
        yield from ((f"  - {_cited(each.lines, digest.language)}", False) for each in meeting.resolutions)
    for heading, acting in _groups(digest):
        yield heading, True
        for each in acting:
            labels = dict.fromkeys(f"[{duty.citation.label(digest.language)}]" for duty in each.duties)
            yield f"  {each.line.text} {' '.join(labels)}", False


def digest_html(digest: Digest) -> str:
    """The digest as a page of its own: no script, no picture, nothing from elsewhere; every text is escaped."""
    language = digest.language
    body = [f"<h1>{escape(digest.title.text)}</h1>", f"<p>{escape(digest.headline.text)}</p>"]
    for watch in digest.watched:
        body += [f"<h2>{escape(watch.reason.text)}</h2>", _items(((line,) for line in watch.lines), language)]
    for meeting in digest.meetings:
        body.append(f"<h2>{_marked((meeting.line,), language)}</h2>")
        body.append(_items((each.lines for each in meeting.resolutions), language))
    for heading, acting in _groups(digest):
        body += [f"<h2>{escape(heading)}</h2>", _table(acting, language)]
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "en"}">\n<head><meta charset="utf-8">\n'
        f"<title>{escape(digest.title.text)}</title>\n<style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _groups(digest: Digest) -> Iterator[tuple[str, list[Acting]]]:
    """The departments that must act, then those who are meant in general, each with the heading over them."""
    for heading, general in ((WHO_MUST_ACT, False), (GENERAL_DUTIES, True)):
        if acting := [each for each in digest.acting if each.is_general is general]:
            yield heading.say(digest.language), acting


def _said(line: Line, language: Language) -> str:
    return _QUOTE.say(language).format(text=line.text) if line.kind is LineKind.QUOTE else line.text


def _cited(lines: Iterable[Line], language: Language) -> str:
    """Lines that belong together on one, each with its citation."""
    said = (
        f"{_said(line, language)} [{line.citation.label(language)}]" if line.citation else line.text for line in lines
    )
    return ("；" if language == "zh" else "; ").join(said)


def _marked(lines: Iterable[Line], language: Language) -> str:
    """The same with tags."""
    said = (
        f'{escape(_said(line, language))} <span class="cite">[{escape(line.citation.label(language))}]</span>'
        if line.citation
        else escape(line.text)
        for line in lines
    )
    return ("；" if language == "zh" else "; ").join(said)


def _items(entries: Iterable[Iterable[Line]], language: Language) -> str:
    return "<ul>\n" + "\n".join(f"<li>{_marked(lines, language)}</li>" for lines in entries) + "\n</ul>"


def _table(acting: Iterable[Acting], language: Language) -> str:
    """A row for each department, with every duty and its citation."""
    rows = ["<tr>" + "".join(f"<th>{column.say(language)}</th>" for column in _COLUMNS) + "</tr>"]
    for each in acting:
        duties = "".join(
            f'<p>{escape(duty.citation.quote)} <span class="cite">[{escape(duty.citation.label(language))}]</span></p>'
            for duty in each.duties
        )
        rows.append(f"<tr><td>{escape(each.name)}</td><td>{len(each.duties)}</td><td>{duties}</td></tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"
