"""What is missing from minutes, contradicts itself or was hard to read, said in both languages."""

import re
from collections.abc import Iterator, Sequence

from data.bilingual import Bilingual
from data.model import Minutes, Span
from data.numbering import Run
from data.numerals import numeral
from data.refs import UNNUMBERED
from data.words import grams

_SAID = 0.5  # of the word pairs of an agenda point that a resolution on it holds
_LONGEST_POINT = 60  # characters; a longer one is a list of topics
_GENERAL = re.compile("精神|有关|相关|事项|下一步|出席|贯彻|等(?:方面|重点)*工作")  # in a point that names no topic
_NAMED = 5  # doubtful readings that are shown


def check(minutes: Minutes, run: Run | None) -> tuple[Bilingual, ...]:
    """What a reader of the report must know; ``run`` is what numbers the resolutions."""
    return (*_numbering(minutes, run), *_agenda(minutes), *_decisions(minutes))


def say_doubts(source: str, doubtful: Sequence[Span]) -> tuple[Bilingual, ...]:
    """The digits and dates of ``source`` that were read with low confidence; nothing where there are none."""
    if not doubtful:
        return ()
    shown = [source[span.start : span.end] for span in doubtful[:_NAMED]]
    more = len(doubtful) - len(shown)
    words = "、".join(f"“{each}”" for each in shown)
    zh = f"有 {len(doubtful)} 处数字或日期识别不清，请核对：{words}" + ("等。" if more else "。")
    words = ", ".join(f"“{each}”" for each in shown)
    were = "number or date was" if len(doubtful) == 1 else "numbers or dates were"
    en = f"{len(doubtful)} {were} hard to read, please check: {words}"
    return (Bilingual(zh, en + (f" and {more} more." if more else ".")),)


def _numbering(minutes: Minutes, run: Run | None) -> Iterator[Bilingual]:
    if not minutes.resolutions:
        yield Bilingual("没有找到议定事项的正文。", "No text of any resolution was found.")
    elif minutes.resolutions[0].number == UNNUMBERED:
        yield Bilingual(
            "没有可辨认的议定事项编号或分题，正文按段落编号。",
            "The resolutions cannot be told apart; the paragraphs are numbered instead.",
        )
    elif run is None:
        yield Bilingual(
            "议定事项没有编号，按段落顺序编号。", "The resolutions are not numbered; they are counted in order."
        )
    if run is None:
        return
    for number in run.skipped:
        yield Bilingual(f"缺少编号“{numeral(number)}”。", f"Number {number} is missing.")
    for number in run.repeated:
        yield Bilingual(f"编号“{numeral(number)}”重复。", f"Number {number} is printed twice.")
    if len(minutes.resolutions) > len(run.markers):
        yield Bilingual(
            "部分议定事项没有编号，全部按顺序重新编号。",
            "Some resolutions are not numbered; all are counted in order.",
        )


def _agenda(minutes: Minutes) -> Iterator[Bilingual]:
    """The points of the agenda that no resolution is about."""
    texts = [set(grams(resolution.text)) for resolution in minutes.resolutions]
    for point in minutes.header.agenda:
        words = set(grams(point.subject))
        told = any(len(words & text) >= len(words) * _SAID for text in texts)
        names_one = len(point.subject) <= _LONGEST_POINT and not _GENERAL.search(point.subject)
        if texts and words and names_one and not told:
            said = f"{point.verb}{point.subject}"
            yield Bilingual(f"议程“{said}”没有对应的议定事项。", f"No resolution is about the agenda point “{said}”.")


def _decisions(minutes: Minutes) -> Iterator[Bilingual]:
    if minutes.resolutions and not minutes.decides:
        yield Bilingual(
            "没有记录任何决定，只有听取、学习或要求。",
            "No decision is recorded, only what was heard, studied or demanded.",
        )
