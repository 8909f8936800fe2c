"""Reports: what came of a file, and what was found in a document and what is missing or unsure.

A document's report is made from its record, so it can be had again as long as the meeting is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from data.bilingual import Bilingual, Language
from data.model import Minutes
from data.refs import Ref
from data.store import Version
from retrieval.naming import counted
from retrieval.roles import Role, count_of
from retrieval.vocabulary import Fact
from retrieval.wording import FACT_LABELS, say_date, say_document_number

_UNKNOWN = Bilingual("未找到", "not found")
_RESOLVED = Bilingual("议定", "Resolved")
_PRESENT = Bilingual("人员", "People")
_PAGES = Bilingual("页数", "Pages")
_OLDER = Bilingual("所替换的旧版", "Older versions replaced")
_FILE = Bilingual("文件", "File")


@dataclass(frozen=True, slots=True)
class AddReport:
    """What came of one file: it was added, or only checked."""

    source: str
    status: str  # added, unchanged, replaced or rejected; readable or rejected if only checked
    minutes: Minutes | None = None  # None where it was rejected
    replaces: str | None = None  # the file that it replaced
    notices: tuple[Bilingual, ...] = ()
    error: Bilingual | None = None

    @property
    def ref(self) -> Ref | None:
        """The ref of the meeting, in full."""
        return self.minutes.ref if self.minutes else None

    @property
    def warnings(self) -> tuple[Bilingual, ...]:
        """What a person should look at: about the adding, then about the document."""
        return (*self.notices, *self.minutes.warnings) if self.minutes else self.notices

    def as_json(self, language: Language = "en") -> dict[str, Any]:
        """The fields of the contract."""
        return {
            "source": self.source,
            "status": self.status,
            "ref": self.ref.short if self.ref else None,
            "full_ref": str(self.ref) if self.ref else None,
            "resolutions": self.minutes.resolution_count if self.minutes else 0,
            "items": self.minutes.item_count if self.minutes else 0,
            "replaces": self.replaces,
            "warnings": [warning.say(language) for warning in self.warnings],
            "error": self.error.say(language) if self.error else None,
        }


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What was found in the document of a meeting, and what a person should look at."""

    source: str
    meeting: Bilingual
    issuer: str
    document_number: str | None
    held: date | None
    compiled: date | None
    issued: date | None
    chair: str | None
    resolutions: int
    items: int
    present: int
    in_attendance: int
    absent: int
    pages: int  # 0 where the file has no pages
    warnings: tuple[Bilingual, ...]
    versions: tuple[Version, ...] = ()  # the documents that it replaced, the latest first

    @property
    def kind(self) -> str:
        """The kind of file: ``pdf``."""
        return PurePath(self.source).suffix.lstrip(".").lower()

    def lines(self, language: Language) -> list[str]:
        """What was found, a line each; the warnings are not among them."""
        labels = {
            FACT_LABELS[Fact.ORDINAL]: self.meeting.say(language),
            FACT_LABELS[Fact.ISSUER]: self.issuer,
            FACT_LABELS[Fact.DOCUMENT_NUMBER]: say_document_number(self.document_number, language),
            FACT_LABELS[Fact.HELD]: say_date(self.held, language) if self.held else "",
            FACT_LABELS[Fact.COMPILED]: say_date(self.compiled, language) if self.compiled else "",
            FACT_LABELS[Fact.ISSUED]: say_date(self.issued, language) if self.issued else "",
            FACT_LABELS[Fact.CHAIR]: self.chair or "",
            _RESOLVED: Bilingual(
                f"{self.resolutions} 项决议，{self.items} 条", f"{self.resolutions} resolutions, {self.items} items"
            ).say(language),
            _PRESENT: self._say_people().say(language),
            _FILE: f"{self.source} ({self.kind})" if self.kind else self.source,
        }
        if self.pages:
            labels[_PAGES] = str(self.pages)
        if self.versions:
            replaced = [f"{each.source} ({each.replaced_on:%Y-%m-%d})" for each in self.versions]
            labels[_OLDER] = "; ".join(replaced)
        colon = "：" if language == "zh" else ": "
        return [f"{label.say(language)}{colon}{value or _UNKNOWN.say(language)}" for label, value in labels.items()]

    def _say_people(self) -> Bilingual:
        """How many are named; no one where the minutes list nobody by name."""
        if not (self.present or self.in_attendance or self.absent):
            return Bilingual("没有逐一列名", "none listed by name")
        zh = f"出席 {self.present} 人，列席 {self.in_attendance} 人"
        en = f"{self.present} present, {self.in_attendance} in attendance"
        if self.absent:
            zh, en = f"{zh}，未出席 {self.absent} 人", f"{en}, {self.absent} absent"
        return Bilingual(zh, en)


def describe(minutes: Minutes, source: str, versions: Sequence[Version] = ()) -> DocumentReport:
    """The report of a document, by its record, its file name and the older versions that it replaced."""
    header, footer = minutes.header, minutes.footer
    number = counted(header)
    people = minutes.attendance.people if minutes.attendance else ()
    return DocumentReport(
        source=source,
        meeting=Bilingual(f"{number.zh}{header.kind}", number.en),
        issuer=header.issuer,
        document_number=header.document_number,
        held=header.held,
        compiled=footer.compiled if footer else None,
        issued=header.issued,
        chair=" ".join(filter(None, (header.chair_title, header.chair))) or None,
        resolutions=minutes.resolution_count,
        items=minutes.item_count,
        present=count_of(people, Role.PRESENT),
        in_attendance=count_of(people, Role.LISTED),
        absent=count_of(people, Role.ABSENT),
        pages=len(minutes.pages),
        warnings=minutes.warnings,
        versions=tuple(versions),
    )
