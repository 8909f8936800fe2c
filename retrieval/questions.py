"""Reading files of questions: JSON lines with an ``id``, a ``question`` and, to evaluate, the right refs."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.bilingual import MinutesError
from data.refs import parse_ref


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a file. ``gold`` are the short refs that answer it: none if nothing does, None if not given."""

    id: str | int | None
    question: str
    gold: tuple[str, ...] | None
    kind: str


def read_questions(path: Path) -> list[AskedQuestion]:
    """Read a file of questions.

    Raises:
        MinutesError: the file cannot be read, or a line of it is no question; the sentence names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MinutesError(f"无法读取问题文件 {path}。", f"the question file {path} cannot be read.") from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise MinutesError(f"{path.name} 中没有问题。", f"{path.name} holds no questions.")
    return [_read(line, f"{path.name}:{number}") for number, line in lines]


def _read(line: str, place: str) -> AskedQuestion:
    try:
        fields: Any = json.loads(line)
    except ValueError as error:
        raise MinutesError(f"{place} 不是有效的 JSON。", f"{place} is not valid JSON.") from error
    question = fields.get("question") if isinstance(fields, dict) else None
    if not isinstance(question, str) or not question.strip():
        raise MinutesError(f"{place} 缺少 question 字段。", f'{place} has no field "question" with a text.')
    gold = fields.get("gold")
    if gold is not None and not (isinstance(gold, list) and all(_is_ref(ref) for ref in gold)):
        raise MinutesError(f"{place} 的 gold 字段不是编号列表。", f'{place}: "gold" is not a list of refs.')
    return AskedQuestion(
        id=fields.get("id"),
        question=question,
        gold=None if gold is None else tuple(dict.fromkeys(gold)),
        kind=str(fields.get("type", "")),
    )


def _is_ref(value: object) -> bool:
    return isinstance(value, str) and parse_ref(value) is not None
