"""What the program logs, events with their fields as text or JSON; and what never: secrets, and what people say.

Other libraries log to the same place, warnings and errors only, whatever the level: at lower ones some of them print
addresses with the token in them, or whole messages.
"""

import json
import logging
import re
import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from pythonjsonlogger.json import JsonFormatter

from bot.settings import Level, Settings
from bot.terminal.screen import visible

BLACK = "•••"
ROOMS = ("bot", "retrieval", "embeddings", "data")
"""The loggers of the program's own."""

_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_WORD = re.compile(r"[\w.:/@#-]+", re.ASCII)
_log = logging.getLogger("bot")


def log_event(event: str, *, level: int = logging.INFO, said: str = "", **fields: object) -> None:
    """Log an event with its fields: words, numbers and ids of the program's own.

    ``said`` is what a person wrote; it stays out of the log unless ``LOG_MESSAGES`` is on.
    """
    _log.log(level, event, extra={"fields": fields, "said": said})


class Secrets:
    """What must not show, in any of the forms in which a library may print it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if secret for form in _forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)

    def black_out(self, text: str) -> str:
        """``text`` without the secrets."""
        for form in self._forms:
            text = text.replace(form, BLACK)
        return text

    def black_out_all(self, value: object) -> object:
        """A value of JSON without the secrets, in its keys, its lists and whatever else is in it."""
        if isinstance(value, Mapping):
            return {self.black_out(str(key)): self.black_out_all(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.black_out_all(each) for each in value]
        return value if value is None or isinstance(value, bool | int | float) else self.black_out(str(value))


def _forms(secret: str) -> set[str]:
    """A secret as it is, in addresses, and in the quotes of Python and JSON."""
    encoded = {quote(secret), quote(secret, safe="")}
    quoted = {repr(secret)[1:-1], json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return {secret, *encoded, *(form.lower() for form in encoded if form != secret), *quoted}


class TextFormatter(logging.Formatter):
    """A line for the eye: when, how grave, who, what happened, and its fields."""

    def __init__(self, secrets: Secrets, *, with_messages: bool = False) -> None:
        super().__init__(_TEXT)
        self._secrets = secrets
        self._with_messages = with_messages

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record; an error's traceback follows it."""
        return visible(self._secrets.black_out(super().format(record)))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """The line without a traceback."""
        fields = _fields(record, with_messages=self._with_messages)
        return " ".join([super().formatMessage(record), *(f"{name}={_plain(value)}" for name, value in fields.items())])


class JsonLines(JsonFormatter):
    """An object a line: time, level, logger and event, then the fields of the event."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, secrets: Secrets, *, with_messages: bool = False) -> None:
        names = {"asctime": "time", "levelname": "level", "name": "logger", "message": "event", "exc_info": "traceback"}
        super().__init__(["asctime", "levelname", "name", "message"], rename_fields=names, json_ensure_ascii=False)
        self._secrets = secrets
        self._with_messages = with_messages

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Fill an object with what a record says."""
        super().add_fields(log_data, record, message_dict)
        log_data["level"] = record.levelname.lower()
        for own in ("fields", "said", "taskName"):
            log_data.pop(own, None)
        log_data |= _fields(record, with_messages=self._with_messages)

    def serialize_log_record(self, log_data: dict[str, Any]) -> str:
        """The object on a line of its own."""
        clean = {name: self._secrets.black_out_all(value) for name, value in log_data.items()}
        return visible(super().serialize_log_record(clean))


def _fields(record: logging.LogRecord, *, with_messages: bool) -> dict[str, object]:
    """The fields of an event, with what a person wrote where that is wanted."""
    fields = dict(getattr(record, "fields", {}))
    said = getattr(record, "said", "")
    return {**fields, "said": said} if said and with_messages else fields


def _plain(value: object) -> str:
    """A value as one word, in quotes where it is not."""
    text = str(value)
    return text if _WORD.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def log_to_stderr(
    secrets: Iterable[str] = (), *, level: Level = "warning", as_json: bool = False, with_messages: bool = False
) -> None:
    """Log to stderr from ``level`` on; ``secrets`` never show, whoever logs them, and in no form."""
    form = JsonLines if as_json else TextFormatter
    handler = logging.StreamHandler()
    handler.setFormatter(form(Secrets(secrets), with_messages=with_messages))
    wanted = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(wanted, logging.WARNING), handlers=[handler], force=True)
    for room in ROOMS:
        logging.getLogger(room).setLevel(wanted)


def log_as_set(settings: Settings, usual: Level = "warning") -> None:
    """Log to stderr as the settings say, from the ``usual`` level on where they say nothing of it."""
    log_to_stderr(
        settings.secrets,
        level=settings.log_level or usual,
        as_json=settings.log_format == "json",
        with_messages=settings.log_messages,
    )
