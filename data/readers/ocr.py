"""Reading the text off a picture with PP-OCR (rapidocr), whose models lie in its wheel: nothing is downloaded.

The page is first put upright and freed of seals; the boxes found on it are then set in lines.
"""

import itertools
import math
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from data.readers.ocr_text import doubtful_characters, mend
from data.readers.outcome import TextLine
from data.readers.seals import without_seals

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from rapidocr import RapidOCR

OCR_DPI = 200
_THREADS = 2
_SHORT_SIDE = 1700  # pixels: A4 at 200 dpi; more costs time and gains nothing
_TALLEST = 4000  # pixels of a piece: a longer picture (a screenshot of a whole text) is cut between lines
_WORST_SKEW = 5.0  # degrees; below it each box is read as it lies
_TURNED_SCORE = 0.85  # lines read upside down score about 0.6, upright ones above 0.95
_SAME_LINE = 0.5  # share of the lower box's height that overlaps
_GAP = 0.6  # of the line's height; more is a blank between columns
_lock = Lock()

Picture = NDArray[np.uint8]  # rows, columns, red green blue


@dataclass(frozen=True, slots=True)
class _Box:
    """A piece of a line: centre and size in pixels along its own axes, and the score of each character."""

    text: str
    scores: tuple[float, ...]
    x: float
    y: float
    width: float
    height: float
    angle: float  # degrees, clockwise on the page

    def turned(self, angle: float) -> "_Box":
        """The box on a page turned back by ``angle`` degrees."""
        sine, cosine = math.sin(math.radians(-angle)), math.cos(math.radians(-angle))
        x, y = self.x * cosine - self.y * sine, self.x * sine + self.y * cosine
        return _Box(self.text, self.scores, x, y, self.width, self.height, self.angle - angle)


@cache
def _engine() -> "RapidOCR":
    from omegaconf import flag_override  # noqa: PLC0415 - takes a second, and only pictures need it
    from rapidocr import RapidOCR  # noqa: PLC0415

    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": 10 * _TALLEST,
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
        }
    )
    with flag_override(engine.cfg, "allow_objects", True):  # noqa: FBT003 - omegaconf's own signature
        engine.cfg.Det.session, engine.cfg.Rec.session = _session("det"), _session("rec")
    return engine


def _session(part: str) -> "InferenceSession":
    """A model out of rapidocr's wheel, whose threads sleep while they wait: by default they spin.

    With other work on two cores a page took 5 s so, and 9 s with spinning threads.
    """
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - takes a second

    (model,) = model_files(part)
    options = SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def model_files(part: str) -> list[Path]:
    """The files of the model that finds lines (``det``) or reads them (``rec``); none where rapidocr lacks it."""
    found = find_spec("rapidocr")
    return (
        [
            file
            for place in found.submodule_search_locations or ()
            for file in Path(place).glob(f"models/*_{part}_*.onnx")
        ]
        if found
        else []
    )


def recognise(picture: Picture) -> list[TextLine]:
    """The lines of text on a picture, from its top to its bottom."""
    picture = without_seals(_bounded(picture))
    total = picture.shape[0]
    lines, start = [], 0
    for piece in _pieces(picture):
        height = piece.shape[0]
        for line in _read(piece):
            top, bottom = start + line.top * height, start + line.bottom * height
            lines.append(replace(line, top=top / total, bottom=bottom / total))
        start += height
    return lines


def _pieces(picture: Picture) -> list[Picture]:
    """The picture, or its pieces of at most ``_TALLEST`` rows, cut where a row has least ink."""
    pieces = []
    while picture.shape[0] > _TALLEST:
        lower_half = picture[_TALLEST // 2 : _TALLEST].reshape(_TALLEST // 2, -1)
        cut = _TALLEST // 2 + int(lower_half.std(axis=1).argmin())
        pieces.append(picture[:cut])
        picture = picture[cut:]
    return [*pieces, picture]


def _read(picture: Picture) -> list[TextLine]:
    boxes = _find(picture)
    if sum(1 for box in boxes if box.height > box.width) * 2 > len(boxes):
        picture = np.ascontiguousarray(np.rot90(picture))
        boxes = _find(picture)
    skew = _skew(boxes)
    if abs(skew) > _WORST_SKEW:
        picture = _turn(picture, skew)
        boxes = _find(picture)
        skew = _skew(boxes)
    if boxes and _mean_score(boxes) < _TURNED_SCORE:
        upside_down = np.ascontiguousarray(np.rot90(picture, 2))
        turned = _find(upside_down)
        if _mean_score(turned) > _mean_score(boxes):
            picture, boxes, skew = upside_down, turned, _skew(turned)
    return _set_in_lines([box.turned(skew) for box in boxes], picture.shape)


def _find(picture: Picture) -> list[_Box]:
    with _lock:
        found: Any = _engine()(np.ascontiguousarray(picture[:, :, ::-1]))
    if found.txts is None or not len(found):
        return []
    return [
        _box(corners, text, score, words)
        for corners, text, score, words in zip(found.boxes, found.txts, found.scores, found.word_results, strict=True)
    ]


def _box(corners: NDArray[np.float32], text: str, score: float, words: Any) -> _Box:
    across = corners[1] - corners[0] + corners[2] - corners[3]
    down = corners[3] - corners[0] + corners[2] - corners[1]
    x, y = corners.mean(axis=0)
    # One score a character, blanks included, while the characters beside the scores leave blanks out.
    scores = [float(word[1]) for word in words][: len(text)]
    scores += [score] * (len(text) - len(scores))
    return _Box(
        text,
        tuple(scores),
        float(x),
        float(y),
        float(np.hypot(*across)) / 2,
        float(np.hypot(*down)) / 2,
        math.degrees(math.atan2(across[1], across[0])),
    )


def _bounded(picture: Picture) -> Picture:
    from PIL import Image  # noqa: PLC0415 - only pictures need it

    height, width = picture.shape[:2]
    scale = min(1.0, _SHORT_SIDE / min(height, width))
    if scale == 1.0:
        return picture
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


def _turn(picture: Picture, angle: float) -> Picture:
    from PIL import Image  # noqa: PLC0415 - only pictures need it

    turned = Image.fromarray(picture).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    return np.asarray(turned)


def _skew(boxes: list[_Box]) -> float:
    """The median angle of the boxes long enough to have one, in degrees."""
    angles = [box.angle for box in boxes if box.width > 4 * box.height]
    return float(np.median(angles)) if angles else 0.0


def _mean_score(boxes: list[_Box]) -> float:
    scores = [score for box in boxes for score in box.scores]
    return sum(scores) / len(scores) if scores else 0.0


def _set_in_lines(boxes: list[_Box], shape: tuple[int, ...]) -> list[TextLine]:
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda box: box.y):
        row = next((row for row in rows[-3:] if _beside(row, box)), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    return [_line(sorted(row, key=lambda box: box.x), shape) for row in rows]


def _beside(row: list[_Box], box: _Box) -> bool:
    """Whether ``box`` stands on the line ``row`` without covering any of it."""
    for other in row:
        overlap = (other.height + box.height) / 2 - abs(other.y - box.y)
        if overlap < _SAME_LINE * min(other.height, box.height):
            return False
        if abs(other.x - box.x) < (other.width + box.width) / 2 - max(other.height, box.height):
            return False
    return True


def _line(row: list[_Box], shape: tuple[int, ...]) -> TextLine:
    height, width = shape[:2]
    text, scores = row[0].text, list(row[0].scores)
    for left, right in itertools.pairwise(row):
        gap = right.x - right.width / 2 - left.x - left.width / 2
        blank = " " if gap > _GAP * min(left.height, right.height) else ""
        text += blank + right.text
        scores += [1.0] * len(blank) + list(right.scores)
    text = mend(text, scores)
    return TextLine(
        text,
        min(box.y - box.height / 2 for box in row) / height,
        max(box.y + box.height / 2 for box in row) / height,
        doubtful_characters(text, scores),
        left=(row[0].x - row[0].width / 2) / width,
        right=(row[-1].x + row[-1].width / 2) / width,
    )
