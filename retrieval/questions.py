"""Reading files of questions: JSON lines with an ``id``, a ``question`` and, to evaluate, the right refs.

Fields: ``id``, ``question``, ``gold`` (the refs that answer it, none if nothing does), ``type`` (the kind of question)
and ``lang`` (the language of who asks, where the question does not tell). Other fields are passed over.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.bilingual import Language, MinutesError
from data.refs import parse_ref


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a file, and where it stands there (``questions.jsonl:7``).

    ``gold`` are the refs that answer it as they are written: empty if nothing does, None if they are not given.
    """

    id: str | int | None
    question: str
    gold: tuple[str, ...] | None
    kind: str = ""
    language: Language | None = None
    place: str = ""


def read_questions(path: Path) -> list[AskedQuestion]:
    """Read a file of questions.

    Raises:
        MinutesError: the file cannot be read, or a line of it is no question; the sentence names the line.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MinutesError(f"无法读取问题文件 {path}。", f"the question file {path} cannot be read.") from error
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    questions = [
        _read(line, f"{path.name}:{number}") for number, line in enumerate(lines, start=1) if line.strip(b" \t\r")
    ]
    if not questions:
        raise MinutesError(f"{path.name} 中没有问题。", f"{path.name} holds no questions.")
    _refuse_repeated(questions)
    return questions


def _read(line: bytes, place: str) -> AskedQuestion:
    fields = _fields(line, place)
    question = fields.get("question")
    if not isinstance(question, str) or not question.strip():
        raise MinutesError(f"{place} 缺少 question 字段。", f'{place} has no field "question" with a text.')
    return AskedQuestion(
        id=_id(fields, place),
        question=question,
        gold=_gold(fields, place),
        kind=_kind(fields, place),
        language=_language(fields, place),
        place=place,
    )


def _fields(line: bytes, place: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise MinutesError(f"{place} 不是有效的 UTF-8。", f"{place} is not valid UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise MinutesError(f"{place} 不是有效的 JSON。", f"{place} is not valid JSON.") from error
    if not isinstance(fields, dict):
        raise MinutesError(f"{place} 不是 JSON 对象。", f"{place} is not a JSON object.")
    return fields


def _id(fields: Mapping[str, Any], place: str) -> str | int | None:
    found = fields.get("id")
    if found is None or (isinstance(found, str | int) and not isinstance(found, bool)):
        return found
    raise MinutesError(
        f"{place} 的 id 字段既不是文字也不是整数。", f'{place}: "id" is neither a text nor a whole number.'
    )


def _gold(fields: Mapping[str, Any], place: str) -> tuple[str, ...] | None:
    gold = fields.get("gold")
    if gold is None:
        return None
    if not isinstance(gold, list):
        raise MinutesError(f"{place} 的 gold 字段不是编号列表。", f'{place}: "gold" is not a list of refs.')
    for ref in gold:
        if not isinstance(ref, str) or parse_ref(ref) is None:
            said = json.dumps(ref, ensure_ascii=False)
            raise MinutesError(
                f"{place}：gold 中的 {said} 不是编号（例如 26-3-2、26-header）。",
                f"{place}: {said} in gold is not a ref (such as 26-3-2 or 26-header).",
            )
    return tuple(dict.fromkeys(gold))


def _kind(fields: Mapping[str, Any], place: str) -> str:
    kind = fields.get("type")
    if kind is None or isinstance(kind, str):
        return (kind or "").strip()
    raise MinutesError(f"{place} 的 type 字段不是文字。", f'{place}: "type" is not a text.')


def _language(fields: Mapping[str, Any], place: str) -> Language | None:
    match fields.get("lang"):
        case None:
            return None
        case "zh":
            return "zh"
        case "en":
            return "en"
    raise MinutesError(f"{place} 的 lang 字段不是 zh 或 en。", f'{place}: "lang" is neither "zh" nor "en".')


def _refuse_repeated(questions: list[AskedQuestion]) -> None:
    first: dict[str, str] = {}
    for each in questions:
        if each.id is None:
            continue
        earlier = first.setdefault(str(each.id), each.place)
        if earlier != each.place:
            raise MinutesError(
                f"{each.place} 的 id {each.id} 已在 {earlier} 用过。",
                f"{each.place}: the id {each.id} was used before, at {earlier}.",
            )
