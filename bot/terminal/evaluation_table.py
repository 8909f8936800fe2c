"""The figures of an evaluation as tables for the eye: ours by kind and language, then beside the baselines."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from bot.terminal.screen import visible
from data.bilingual import Bilingual, Language
from retrieval.evaluation import OURS, Row

_QUALITY = (
    Bilingual("问题类型", "kind"),
    Bilingual("语言", "lang."),
    Bilingual("数", "n"),
    Bilingual("首条\n正确", "first\nright"),
    Bilingual("召回", "recall"),
    Bilingual("精确", "prec."),
    Bilingual("应拒\n已拒", "refused\nright"),
    Bilingual("误拒", "refused\nwrong"),
    Bilingual("引文\n一致", "verb."),
    Bilingual("中位\nms", "median\nms"),
    Bilingual("p95\nms", "p95\nms"),
)
_COMPARISON = (
    Bilingual("系统", "system"),
    *_QUALITY[1:4],
    Bilingual("前五\n召回", "recall\nin five"),
    *_QUALITY[6:8],
    *_QUALITY[9:],
)
_SYSTEMS = {
    "langchain-chroma-500": Bilingual("LangChain 500 字分块", "LangChain, 500 chars"),
    "langchain-ensemble": Bilingual("LangChain ensemble", "LangChain, ensemble"),
    "bm25": Bilingual("BM25", "BM25"),
}
_LANGUAGES = {"zh": Bilingual("中文", "zh"), "en": Bilingual("英文", "en")}
_ALL = Bilingual("合计", "all")
_WORDS = 2  # columns of words, on the left


def quality_table(rows: Sequence[Row], language: Language) -> Table:
    """What our answers are worth, a row a kind of question and language, the totals last."""
    table = _table(_QUALITY, language)
    by_kind = [row for row in rows if row.kind is not None]
    totals = [row for row in rows if row.kind is None]
    for row in [*by_kind, None, *totals]:
        if row is None:
            table.add_row()
            continue
        table.add_row(
            _ALL.say(language) if row.kind is None else Text(visible(row.kind) or "–"),
            _say_language(row, language),
            str(row.questions),
            *map(_say, (row.first_right, row.recall, row.precision)),
            *map(_say, (row.refused_right, row.refused_wrong, row.verbatim)),
            *_times(row),
        )
    return table


def comparison_table(rows: Sequence[Row], language: Language) -> Table:
    """The totals of every system, ours first; recall is that of the first five citations or documents."""
    table = _table(_COMPARISON, language)
    for row in rows:
        if row.kind is None:
            table.add_row(
                _SYSTEMS[row.system].say(language) if row.system != OURS else OURS,
                _say_language(row, language),
                str(row.questions),
                *map(_say, (row.first_right, row.recall_in_five, row.refused_right, row.refused_wrong)),
                *_times(row),
            )
    return table


def _table(columns: Sequence[Bilingual], language: Language) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0))
    for index, column in enumerate(columns):
        table.add_column(column.say(language), justify="left" if index < _WORDS else "right", no_wrap=True)
    return table


def _say_language(row: Row, language: Language) -> str:
    return (_LANGUAGES[row.language] if row.language else _ALL).say(language)


def _say(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _times(row: Row) -> tuple[str, str]:
    return f"{row.median_ms:.0f}", f"{row.p95_ms:.0f}"
