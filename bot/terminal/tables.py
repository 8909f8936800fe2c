"""What the command line lists: meetings, parts, reports and figures, as JSON fields or for the eye."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table

from data.bilingual import Bilingual, Language
from data.model import Minutes
from data.refs import Ref
from data.store import StoredMinutes
from retrieval.naming import meeting_name, part_label, say_minutes
from retrieval.reporting import AddReport
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
    "rejected": Bilingual("未接受", "rejected"),
    "readable": Bilingual("可以读取", "readable"),
}
_OUTLINE = 40  # characters of each item in an outline


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
        "previous": [
            {
                "source": version.source,
                "added": version.added.isoformat(timespec="seconds"),
                "replaced": version.replaced_on.isoformat(timespec="seconds"),
            }
            for version in kept.versions
        ],
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
        "page": kept.minutes.page_of(ref),
        "doubtful": kept.minutes.is_doubtful(ref),
    }


def say_place(kept: StoredMinutes, ref: Ref, language: Language) -> str:
    """Where a part stands, in one line: its citation, the file, and the page where the file has pages."""
    page = kept.minutes.page_of(ref)
    where = Bilingual(f" 第{page}页", f" p. {page}").say(language) if page else ""
    return f"[{part_label(meeting_name(kept), ref, language)}] {kept.source}{where}"


def meetings_table(meetings: Sequence[StoredMinutes], language: Language) -> Table:
    """All meetings, a row each."""
    table = Table(box=None)
    for column in _MEETING_COLUMNS:
        table.add_column(column.say(language), overflow="fold")
    for kept in meetings:
        header = kept.minutes.header
        table.add_row(
            f"{header.year}-{header.number}" if header.year else str(header.number),
            header.issuer,
            say_date(header.held, language) if header.held else "—",
            say_document_number(header.document_number, language),
            str(kept.minutes.resolution_count),
            str(kept.minutes.item_count),
            kept.source,
        )
    return table


def report_lines(report: AddReport, language: Language) -> Iterator[str]:
    """What came of an accepted file in one line, then its warnings, indented."""
    meeting = say_minutes(report.minutes, language) if report.minutes else ""
    fields = report.as_json()
    counts = Bilingual(
        f"{fields['resolutions']} 项决议，{fields['items']} 条",
        f"{fields['resolutions']} resolutions, {fields['items']} items",
    )
    line = f"{report.source}: {_STATUSES[report.status].say(language)} · {meeting} · {counts.say(language)}"
    if report.replaces:
        line += Bilingual(f" · 替换 {report.replaces}", f" · replaces {report.replaces}").say(language)
    yield line
    for warning in report.warnings:
        yield f"  ! {warning.say(language)}"


def say_summary(statuses: Counter[str], language: Language) -> str:
    """How many files were added, unchanged, replaced and rejected, in one line."""
    counts = [
        f"{_STATUSES[status].say(language)} {statuses[status]}"
        for status in ("added", "unchanged", "replaced", "rejected")
        if statuses[status]
    ]
    files = Bilingual(f"{statuses.total()} 个文件：", f"{statuses.total()} files: ").say(language)
    return files + ("，" if language == "zh" else ", ").join(counts)


def outline(minutes: Minutes) -> Iterator[str]:
    """The resolutions with their headings, and how each item begins, for a person to look over."""
    for resolution in minutes.resolutions:
        yield resolution.heading or f"{resolution.number}"
        for item in resolution.items:
            begins = item.text.replace("\n", " ")
            yield f"  {begins[:_OUTLINE]}{'…' if len(begins) > _OUTLINE else ''}"
