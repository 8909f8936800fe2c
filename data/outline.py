"""The outline of minutes: which lines belong to which resolution and item, whatever the numbering.

Resolutions are numbered in one of the forms of ``data.numbering``, or each begins with a paragraph that says
what was heard, deliberated or studied. Every line of the body falls into the introduction, a resolution or an
item.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from data.headers import is_introduction, read_agenda
from data.layout import Line, join_lines
from data.numbering import Form, Run, runs_of

_HOW = "(?:分别|集中|集体|专题|认真|组织|共同|深入|再次|书面|首先|随后|其次|最后|同时|继续|统一|一并)"
_TOPIC = re.compile(
    rf"(?:(?:首先|接着|随后|之后|其次|然后|最后|同时|此外)[，,]?)?(?:会议|会上|会前|会后|会)?[，,]?还?{_HOW}*"
    r"(?:审议|听取|学习|研究|讨论|传达|通报|审定|审查|审核|部署|安排|观看|邀请|开展|进行|授权"
    r"|原则(?:上)?(?:同意|通过)|同意|通过)|关于[^。，：]{2,60}[。：]|【[^】]{2,40}】"
    r"|(?:就|对|对于|围绕|谈到|针对|在)[^，。]{2,30}，会议(?:认为|指出|强调|要求|决定|明确|确定)"
)
_BY_MEETING = re.compile(rf"(?:会议|会上|会前|会后|会)[，,]?{_HOW}*")
_VERDICT = re.compile(r"(?:会议)?(?:原则(?:上)?)?(?:同意|通过)")
_POINTS_BACK = re.compile(r"(?:会议)?(?:原则(?:上)?)?(?:同意|通过)(?:了)?(?:该|上述|此|其|以上|。)")
_SPEECH = re.compile(
    r"(?:会议|会上)?[，,]?(?:还|并|同时)?(?:指出|强调|要求|认为|明确|确定|决定|议定|提出|号召|希望|充分肯定|责成)"
)
_SPEECH_WITHIN = re.compile(r"会议(?:还|并|同时)?(?:指出|强调|要求|认为|明确|确定|决定|议定|提出|原则|同意|责成)")
_COUNT = r"[〇零一二两三四五六七八九十\d]{1,3}"
_SEVERAL = re.compile(rf"(?:等|共|以下|[：:，,])\s*{_COUNT}\s*(?:项|个)(?:议题|议程|事项|内容)")
_SEVERAL_BODIES = re.compile(r"分别(?:听取|审议|研究|讨论)[^。；]*?[局委办部院]、[^。；]*?[局委办部院]")
_LISTED_WORK = re.compile(
    r"研究(?:部署|安排|讨论)?(?:了)?(?:[^，。；、]{2,14}、){2,}[^，。；、]{2,14}等(?:重点)?(?:工作|事项|议题|问题)"
)
_DOCUMENT = re.compile("《[^》]*》|(?<=[、和及])关于")
_MOST_DOCUMENTS = 4  # documents in one sentence; more are several topics
_HEADING = re.compile(r"(?:关于|审议|听取|研究|学习|传达|讨论|通报|部署)[^。；：，,;:]*$")
_PLAIN_HEADING = re.compile(r"(?!会议)[^。，；：,;:]{5,}(?<![摄图])")
_FEWEST_HEADINGS = 2
_SHORTEST_SLOGAN, _LONGEST_SLOGAN = 5, 40  # characters
_CAPTION = re.compile(r"供图|摄影|[摄图]$|记者|来源|[（(]")
_FEWEST_OF_AGENDA = 3  # points in one sentence that make it an agenda
_FEWEST_ITEMS = 2  # of any form but brackets


@dataclass
class Draft:
    """A resolution being read: its number, the lines of its own, and those of its items."""

    number: int
    lines: list[Line]
    items: list[list[Line]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """The lines of a body: those that introduce, the resolutions, and the run that numbers them, if one does."""

    introduction: tuple[Line, ...]
    drafts: tuple[Draft, ...]
    run: Run | None


def outline(lines: Sequence[Line]) -> Outline:
    """Tell the resolutions of a body apart; there are none where neither numerals nor openings tell them."""
    run = find_top_run(lines)
    first = run.markers[0].line if run else len(lines)
    introduction, drafts = _unnumbered(lines[:first], alone=run is None)
    starts = [marker.line for marker in run.markers] if run else []
    for start, end in pairwise([*starts, len(lines)]):
        drafts.append(Draft(0, list(lines[start:end])))
    printed = [marker.number for marker in run.markers] if run else []
    before = len(drafts) - len(printed)
    for index, draft in enumerate(drafts):
        draft.number = printed[index] if not before else index + 1
        _take_items(draft, run.form if run else None)
    return Outline(tuple(introduction), tuple(drafts), run)


def find_top_run(lines: Sequence[Line]) -> Run | None:
    """The run that numbers the resolutions: of a form that counts only once, and the first to begin."""
    candidates: list[Run] = []
    for form in Form:
        runs = [run for run in runs_of(form, lines) if run.markers]
        if len(runs) == 1 and _is_top(runs[0], lines):
            candidates.append(runs[0])
    return min(candidates, key=lambda run: run.markers[0].line, default=None)


def opens_topic(lines: Sequence[Line], index: int) -> bool:
    """Whether ``lines[index]`` begins a paragraph that opens one topic: 会议听取…, 审议…."""
    line = lines[index]
    follows = index == 0 or _is_whole(lines[index - 1])
    return opens(line) and follows and not takes_several(line.plain) and not _settles(lines, index)


def _settles(lines: Sequence[Line], index: int) -> bool:
    """Whether a paragraph is the verdict on the topic that the one before it opened (会议原则同意该方案)."""
    if not index or not _VERDICT.match(lines[index].plain):
        return False
    before = lines[index - 1].plain
    return bool(_POINTS_BACK.match(lines[index].plain)) or (
        bool(_TOPIC.match(before)) and not _VERDICT.search(before) and not _SPEECH_WITHIN.search(before)
    )


def opens(line: Line) -> bool:
    """Whether a line begins as one does that opens a topic."""
    return bool(_TOPIC.match(line.plain))


def takes_several(paragraph: str) -> bool:
    """Whether a paragraph takes several topics at once, in its first sentence or in one sentence each."""
    before_speech = list(takewhile(lambda clause: not _SPEECH.match(clause), re.split("[。；;]", paragraph)))
    topics = sum(bool(_TOPIC.match(clause)) for clause in before_speech)
    several = topics >= _FEWEST_OF_AGENDA or bool(_SEVERAL_BODIES.search(paragraph.split("。", 1)[0]))
    return several or is_agenda(paragraph)


def is_agenda(paragraph: str) -> bool:
    """Whether the first sentence of a paragraph only lists what was dealt with (等七项议题)."""
    sentence = paragraph.split("。", 1)[0]
    if _SEVERAL.search(sentence):
        return True
    if _LISTED_WORK.search(sentence) or len(_DOCUMENT.findall(sentence)) >= _MOST_DOCUMENTS:
        return True
    points = read_agenda(sentence)
    return len({point.verb for point in points}) > 1 and len(points) >= _FEWEST_OF_AGENDA


def is_speech(line: Line) -> bool:
    """Whether a line begins with what the meeting pointed out, demanded or decided."""
    return bool(_SPEECH.match(line.plain))


def _is_top(run: Run, lines: Sequence[Line]) -> bool:
    """Whether a run numbers resolutions, and not points within one of several paragraphs a topic."""
    marked = {marker.line for marker in run.markers}
    last = run.markers[-1].line
    free = [
        index
        for index in range(len(lines))
        if index not in marked
        and index - 1 not in marked
        and _BY_MEETING.match(lines[index].plain)
        and opens_topic(lines, index)
    ]
    before, after = sum(index < run.markers[0].line for index in free), sum(index > last + 1 for index in free)
    if run.form in (Form.HAN, Form.HAN_ALONE, Form.POINT):
        return before < len(run.markers) or not after
    return not after and (len(run.markers) > 1 or not free) and (run.form is Form.BRACKETS or not before)


def _unnumbered(lines: Sequence[Line], *, alone: bool) -> tuple[list[Line], list[Draft]]:
    """The introduction, and a resolution for each paragraph that opens a topic.

    Before numbered resolutions a paragraph counts only if it says what the meeting had to say of its topic:
    otherwise it announces what follows.
    """
    introduction: list[Line] = []
    drafts: list[Draft] = []
    starts = _headings(lines) if alone else []
    if len(starts) < _FEWEST_HEADINGS:
        openings = [index for index in range(len(lines)) if opens_topic(lines, index)]
        starts = [index - 1 if _is_slogan(lines, index - 1) else index for index in openings]
    for start, end in pairwise(sorted({0, *starts, len(lines)})):
        group = list(lines[start:end])
        is_topic = start in starts and (alone or _says_something(group))
        spoken = [at for at, line in enumerate(group) if is_speech(line) and not is_introduction(line.plain)]
        if is_topic:
            drafts.append(Draft(0, group))
        elif alone and starts and not drafts and spoken:
            introduction += group[: spoken[0]]
            drafts.append(Draft(0, group[spoken[0] :]))
        elif drafts and not is_introduction(join_lines(group, paragraphs=False)) and start not in starts:
            drafts[-1].lines += group
        else:
            introduction += group
    return introduction, drafts


def _headings(lines: Sequence[Line]) -> list[int]:
    """Lines that are headings without a numeral (关于…工作), each over a paragraph."""
    found = []
    for index, (line, below) in enumerate(pairwise(lines)):
        is_short = len(line.text) <= _LONGEST_SLOGAN and not _HEADING.match(below.plain)
        is_named = bool(_HEADING.match(line.plain)) or (
            bool(_BY_MEETING.match(below.plain)) and bool(_PLAIN_HEADING.fullmatch(line.plain))
        )
        if is_short and is_named:
            found.append(index)
    return found


def _is_slogan(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a heading over the paragraph after it: short, without marks, and not a caption."""
    if index < 1 or not lines[index - 1].ends_sentence:
        return False
    text = lines[index].plain
    return (
        not re.search("[。，；：、,;:]", text)
        and _SHORTEST_SLOGAN <= len(text) <= _LONGEST_SLOGAN
        and not _CAPTION.search(text)
    )


def _says_something(group: Sequence[Line]) -> bool:
    text = "".join(line.plain for line in group)
    return bool(_SPEECH_WITHIN.search(text)) and not is_introduction(text)


def _take_items(draft: Draft, top: Form | None) -> None:
    """Move the numbered points of a resolution from its own lines to its items."""
    forms = [form for form in (Form.HAN, Form.BRACKETS, Form.DIGITS, Form.DIGIT_BRACKETS) if form is not top]
    rest = draft.lines[1:]
    for form in forms:
        run = next(runs_of(form, rest), None)
        if not run or (form is not Form.BRACKETS and len(run.markers) < _FEWEST_ITEMS):
            continue
        starts = [marker.line + 1 for marker in run.markers]
        for start, end in pairwise([*starts, len(draft.lines)]):
            draft.items.append(draft.lines[start:end])
        del draft.lines[starts[0] :]
        return


def _is_whole(line: Line) -> bool:
    """Whether the line ends a paragraph: a sentence, or a heading, which has no marks at all."""
    return line.ends_sentence or not re.search("[，。；：,;]", line.text)
