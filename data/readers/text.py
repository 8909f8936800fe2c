"""Plain text in whatever encoding it was written: UTF-8, UTF-16, GB18030 or Big5.

Where several encodings fit the bytes, the right one is known by its characters: nearly all of a Chinese
text are among the frequent ones that GB 2312 and Big5 put on their first level, while bytes read in the wrong
encoding scatter over all characters.
"""

import unicodedata
from functools import cache

from data.bilingual import MinutesError
from data.readers.outcome import Reading

_CONTROL_SHARE = 0.01  # more control characters than this and the bytes were no text
_FREQUENT_SHARE = 0.8  # of the Chinese characters; the wrong encoding gives a third to a half
_SAMPLE = 20_000  # characters looked at
_HANZI = ("\u3400", "\u9fff")
_GB_FIRST_LEVEL = range(0xB0, 0xD8)  # lead bytes, GB/T 2312-1980
_BIG5_FIRST_LEVEL = range(0xA4, 0xC7)  # lead bytes, Big5-1984


def read_text(content: bytes) -> Reading:
    """The text of a text file, as it is.

    Raises:
        MinutesError: the bytes are no text.
    """
    text = decode(content)
    if text is None:
        raise MinutesError("不是文本文件。", "not a text file.")
    return Reading(text)


def decode(content: bytes) -> str | None:
    """The text of ``content`` in UTF-8, UTF-16, GB18030 or Big5; None if it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_as("utf-16", content)
    text = _decode_as("utf-8-sig", content)
    if text is not None:
        return text
    mainland = _decode_as("gb18030", content)
    if mainland is not None and frequent_share(mainland) >= _FREQUENT_SHARE:
        return mainland
    others = [_decode_as(encoding, content) for encoding in ("big5hkscs", "utf-16-le", "utf-16-be")]
    likely = [text for text in others if text is not None and frequent_share(text) >= _FREQUENT_SHARE]
    return max(likely, key=frequent_share, default=mainland)


def frequent_share(text: str) -> float:
    """The share of frequent characters among the Chinese ones of ``text``; 0 if it has none."""
    hanzi = [character for character in text[:_SAMPLE] if _HANZI[0] <= character <= _HANZI[1]]
    frequent = sum(1 for character in hanzi if _is_frequent(character))
    return frequent / len(hanzi) if hanzi else 0.0


@cache
def _is_frequent(character: str) -> bool:
    for encoding, first_level in (("gb2312", _GB_FIRST_LEVEL), ("big5", _BIG5_FIRST_LEVEL)):
        try:
            if character.encode(encoding)[0] in first_level:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _decode_as(encoding: str, content: bytes) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    odd = sum(1 for character in text if unicodedata.category(character) in ("Cc", "Co", "Cn"))
    odd -= sum(text.count(blank) for blank in "\n\r\t\f\v")
    return text if odd <= len(text) * _CONTROL_SHARE else None
