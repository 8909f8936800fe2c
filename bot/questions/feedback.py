"""Feedback for administrators: what people say of answers, the questions that found nothing, and both as files."""

from collections import Counter
from collections.abc import Sequence

from bot.features import Action, Command, Request
from bot.paging import TURNS_ROW, cut, fitted, read_page, shortened, turns
from bot.questions.feedback_files import export
from bot.questions.verdicts import say_verdict
from bot.replies import Button, File, Paragraph, Reply, Style, plain_reply
from data.bilingual import Bilingual, Language
from data.feedback import Feedback, KeptVerdict, Unanswered, Verdict
from data.refs import parse_ref
from data.roles import Role

FEEDBACK = "feedback"
"""The action of a button to feedback: ``feedback verdicts 2``, ``feedback unanswered 1``, ``feedback export``."""

_VERDICTS, _UNANSWERED, _EXPORT = "verdicts", "unanswered", "export"
_A_PAGE = 5
_LONGEST_QUESTION, _LONGEST_REASON = 200, 120  # characters in a list
_MOST_CITED = 3

_COUNTS = Bilingual("反馈：{counts} · 没找到 {unanswered}", "Feedback: {counts} · found nothing {unanswered}")
_LATEST = Bilingual("最近的评价", "The latest verdicts")
_NOTHING_FOUND = Bilingual("没找到答案的问题", "Questions that found nothing")
_NO_VERDICTS = Bilingual("还没有评价。", "There are no verdicts yet.")
_ALL_FOUND = Bilingual("没有这样的问题。", "There are none.")
_TIMES = Bilingual("{count} 次，最近 {day}", "{count} times, last on {day}")
_ONCE = Bilingual("1 次，{day}", "once, on {day}")
_EXPORT_LABEL = Bilingual("导出文件", "Export")
_EXPORTED = Bilingual(
    "questions.jsonl：{questions} 个答得好的问题，可直接用 minutes eval 评测。\n"
    "review.jsonl：{review} 个待核对的问题，填好 gold（正确的编号）后也可评测。\n文件中不含提问人。",
    "questions.jsonl: {questions} questions that were answered well, for minutes eval.\n"
    "review.jsonl: {review} questions to review; with gold (the right refs) filled in they can be measured too.\n"
    "Who asked stands in neither.",
)
_NOTHING_KEPT = Bilingual("还没有可导出的反馈。", "There is no feedback to export yet.")


class Reviewing:
    """Lists and exports feedback."""

    def __init__(self, feedback: Feedback) -> None:
        self._feedback = feedback

    @property
    def commands(self) -> Sequence[Command]:
        """``/feedback``."""
        title = Bilingual("评价与没找到的问题", "verdicts, and questions that found nothing")
        return (Command("feedback", self._show, title, role=Role.ADMINISTRATOR, in_groups=False),)

    @property
    def actions(self) -> Sequence[Action]:
        """The pages of the lists, and the export."""
        return (Action(FEEDBACK, self._show, role=Role.ADMINISTRATOR),)

    def _show(self, argument: str, request: Request) -> Reply:
        chosen, number = read_page(argument)
        if chosen == _EXPORT:
            return self._export(request)
        verdicts, unanswered = self._feedback.verdicts(), self._feedback.unanswered()
        head = Paragraph(say_counts(verdicts, unanswered, request.language), Style.TITLE)
        if chosen == _UNANSWERED:
            asked = cut(unanswered, number, _A_PAGE)
            lines = [_say_unanswered(each, request) for each in asked.entries]
            title, empty, turned = _NOTHING_FOUND, _ALL_FOUND, turns(FEEDBACK, chosen, asked)
            other, label = _VERDICTS, _LATEST
        else:
            judged = cut(verdicts, number, _A_PAGE)
            lines = [paragraph for each in judged.entries for paragraph in _say_judged(each, request)]
            title, empty, turned = _LATEST, _NO_VERDICTS, turns(FEEDBACK, _VERDICTS, judged)
            other, label = _UNANSWERED, _NOTHING_FOUND
        buttons = (
            *turned,
            Button(request.say(label), f"{FEEDBACK} {other} 1", row=TURNS_ROW + 1),
            Button(request.say(_EXPORT_LABEL), f"{FEEDBACK} {_EXPORT}", row=TURNS_ROW + 1),
        )
        body = lines or [Paragraph(request.say(empty))]
        return Reply(fitted((head, Paragraph(request.say(title), Style.TITLE), *body)), buttons, in_place=True)

    def _export(self, request: Request) -> Reply:
        exported = export(self._feedback.verdicts(), self._feedback.unanswered(), request.shelf.part)
        files = tuple(File(name, content) for name, content in exported.files().items())
        if not files:
            return plain_reply(request.say(_NOTHING_KEPT))
        said = request.say(_EXPORTED, questions=len(exported.questions), review=len(exported.review))
        return Reply((Paragraph(said),), files=files)


def say_counts(verdicts: Sequence[KeptVerdict], unanswered: Sequence[Unanswered], language: Language) -> str:
    """How many verdicts there are of each kind, and how many questions found nothing."""
    counted = Counter(each.verdict for each in verdicts)
    counts = " · ".join(f"{say_verdict(verdict, '', language)} {counted[verdict]}" for verdict in Verdict)
    return _COUNTS.say(language).format(counts=counts, unanswered=sum(each.count for each in unanswered))


def _say_judged(kept: KeptVerdict, request: Request) -> tuple[Paragraph, Paragraph]:
    verdict = say_verdict(kept.verdict, shortened(kept.reason, _LONGEST_REASON), request.language)
    refs = [ref for written in kept.judged.refs[:_MOST_CITED] if (ref := parse_ref(written))]
    cited = ("；" if request.language == "zh" else "; ").join(_say_ref(str(ref), request) for ref in refs)
    more = "…" if len(kept.judged.refs) > _MOST_CITED else ""
    return (
        Paragraph(f"{kept.at:%Y-%m-%d} {verdict}", Style.NOTICE),
        Paragraph(shortened(kept.judged.question, _LONGEST_QUESTION), Style.QUOTE, cited + more),
    )


def _say_ref(written: str, request: Request) -> str:
    """A citation; the bare ref of a part that is no longer there."""
    parts = request.shelf.part(written)
    return request.shelf.label(parts[0].ref, request.language) if parts else written


def _say_unanswered(asked: Unanswered, request: Request) -> Paragraph:
    times = request.say(_ONCE if asked.count == 1 else _TIMES, count=asked.count, day=f"{asked.last:%Y-%m-%d}")
    return Paragraph(f"{shortened(asked.question, _LONGEST_QUESTION)}（{times}）", Style.PLAIN)
