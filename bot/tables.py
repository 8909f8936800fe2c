"""What the command line lists: meetings, parts, reports and figures, as JSON fields or for the eye."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from data.bilingual import Bilingual, Language
from data.refs import Ref
from data.store import StoredMinutes
from retrieval.evaluation import Row
from retrieval.library import AddReport
from retrieval.wording import say_date, say_document_number

_MEETING_COLUMNS = (
    Bilingual("会议", "meeting"),
    Bilingual("发文机关", "issuer"),
    Bilingual("日期", "held"),
    Bilingual("纪要", "document"),
    Bilingual("决议", "resolutions"),
    Bilingual("条", "items"),
    Bilingual("文件", "file"),
)
_STATUSES = {
    "added": Bilingual("已加入", "added"),
    "unchanged": Bilingual("没有变化", "unchanged"),
    "replaced": Bilingual("已替换", "replaced"),
}


def meeting_fields(kept: StoredMinutes) -> dict[str, Any]:
    """A meeting as JSON: what identifies it, its dates, and how much it resolved."""
    header, footer = kept.minutes.header, kept.minutes.footer
    compiled = footer.compiled if footer else None
    return {
        "ref": kept.minutes.ref.short,
        "full_ref": str(kept.minutes.ref),
        "issuer": header.issuer,
        "kind": header.kind,
        "term": header.term,
        "year": header.year,
        "meeting": kept.minutes.number,
        "document_number": header.document_number,
        "held": header.held.isoformat() if header.held else None,
        "compiled": compiled.isoformat() if compiled else None,
        "issued": header.issued.isoformat() if header.issued else None,
        "chair": header.chair,
        "chair_title": header.chair_title,
        "resolutions": kept.minutes.resolution_count,
        "items": kept.minutes.item_count,
        "public": bool(footer and footer.public),
        "source": kept.source,
    }


def part_fields(kept: StoredMinutes, ref: Ref) -> dict[str, Any]:
    """Where a part stands, as JSON."""
    header = kept.minutes.header
    return {
        "ref": ref.short,
        "full_ref": str(ref),
        "issuer": header.issuer,
        "meeting": ref.meeting,
        "document_number": header.document_number,
        "part": ref.kind or "meeting",
        "resolution": ref.resolution or None,
        "item": ref.item,
        "source": kept.source,
    }


def meetings_table(meetings: Sequence[StoredMinutes], language: Language) -> Table:
    """All meetings, a row each."""
    table = Table(box=None)
    for column in _MEETING_COLUMNS:
        table.add_column(column.say(language), overflow="fold")
    for kept in meetings:
        header = kept.minutes.header
        table.add_row(
            str(kept.minutes.number),
            header.issuer,
            say_date(header.held, language) if header.held else "—",
            say_document_number(header.document_number, language),
            str(kept.minutes.resolution_count),
            str(kept.minutes.item_count),
            kept.source,
        )
    return table


def say_report(report: AddReport, language: Language) -> str:
    """What came of an accepted file, in one line."""
    meeting = report.ref.citation(language) if report.ref else ""
    counts = Bilingual(
        f"{report.resolutions} 项决议，{report.items} 条", f"{report.resolutions} resolutions, {report.items} items"
    )
    return f"{report.source}: {_STATUSES[report.status].say(language)} · {meeting} · {counts.say(language)}"


def evaluation_table(rows: Sequence[Row]) -> Table:
    """The quality figures, a row a group of questions.

    First citation right, recall and precision of the citations, refused, all quotes verbatim (shares from 0 to 1),
    then the median and the 95th percentile of the time.
    """
    table = Table(box=None)
    for column in ("", "n", "first", "recall", "prec.", "refused", "verb.", "p50 ms", "p95 ms"):
        table.add_column(column, justify="right" if column else "left", no_wrap=not column)
    for row in rows:
        shares = (row.first_right, row.recall, row.precision, row.refused, row.verbatim)
        table.add_row(
            row.group,
            str(row.questions),
            *(f"{share:.3f}" for share in shares),
            f"{row.median_ms:.0f}",
            f"{row.p95_ms:.0f}",
        )
    return table
