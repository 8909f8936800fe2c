"""The settings, each with a working default, from the environment and the file ``.env``.

``.env.example`` explains every one of them to whoever runs the program; a test keeps the two alike.
"""

import re
import secrets
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from limits import parse
from pydantic import HttpUrl, PositiveFloat, PositiveInt, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

import data
from bot.addresses import Address, parse_address
from data.bilingual import MinutesError
from data.reading import Limits
from embeddings.encoder import DEFAULT_MODEL
from retrieval.adding import ReadingSettings
from retrieval.library import LibrarySettings
from retrieval.phrasing_model import ChatSettings

_MEGABYTE = 1_000_000
_SECRET_BYTES = 32  # of a webhook secret of our own
_SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}")  # of setWebhook, in the Bot API's own words
TELEGRAM_API = "https://api.telegram.org"
TIME_ZONE = "Asia/Shanghai"

Level = Literal["debug", "info", "warning", "error"]


class Settings(BaseSettings):
    """What can be set. The token and the key are secrets and show in no repr, log or error."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore")

    state_dir: Path = Path("var")
    minutes_dir: Path = Path(data.__file__).parent / "minutes"
    database_url: str | None = None
    embedding_model: str = DEFAULT_MODEL
    chroma_url: HttpUrl | None = None
    max_file_mb: PositiveInt = 20
    max_pages: PositiveInt = 300
    max_seconds: PositiveInt = 300
    workers: PositiveInt = 2
    llm_model: str | None = None
    llm_base_url: HttpUrl | None = None
    llm_api_key: SecretStr | None = None
    llm_timeout: PositiveFloat = 20.0
    telegram_bot_token: SecretStr | None = None
    telegram_api_url: HttpUrl = HttpUrl(TELEGRAM_API)
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    open_access: bool = False
    rate_limit: str = "30/minute"
    keep_days: PositiveInt = 90
    time_zone: str = TIME_ZONE
    webhook_url: HttpUrl | None = None
    webhook_listen: Annotated[Address | None, NoDecode] = None
    webhook_secret: SecretStr | None = None
    health_listen: Annotated[Address | None, NoDecode] = None
    log_format: Literal["text", "json"] = "text"
    log_level: Level | None = None
    log_messages: bool = False

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        """A name of the tz database."""
        if name not in available_timezones():
            raise ValueError
        return name

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _numbers(cls, written: object) -> object:
        """Ids of people, separated by commas or blanks."""
        return written.replace(",", " ").replace("，", " ").split() if isinstance(written, str) else written

    @field_validator("webhook_listen", "health_listen", mode="before")
    @classmethod
    def _address(cls, written: object) -> object:
        return parse_address(written) if isinstance(written, str) else written

    @field_validator("rate_limit")
    @classmethod
    def _rate(cls, written: str) -> str:
        """``30/minute`` and whatever else the library of limits reads."""
        parse(written)
        return written

    @field_validator("webhook_secret")
    @classmethod
    def _secret_token(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not _SECRET_TOKEN.fullmatch(secret.get_secret_value()):
            raise ValueError("1 to 256 of A-Z a-z 0-9 _ and -")
        return secret

    @field_validator("state_dir", "minutes_dir")
    @classmethod
    def _expand(cls, path: Path) -> Path:
        return path.expanduser()

    @property
    def library(self) -> LibrarySettings:
        """The settings of the library of minutes."""
        return LibrarySettings(
            state_dir=self.state_dir,
            minutes_dir=self.minutes_dir,
            database_url=self.database_url,
            embedding_model=self.embedding_model,
            chroma_url=str(self.chroma_url).rstrip("/") if self.chroma_url else None,
            reading=ReadingSettings(
                limits=Limits(self.max_file_mb * _MEGABYTE, self.max_pages),
                seconds=self.max_seconds,
                workers=self.workers,
            ),
            chat=self.chat,
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must show nowhere."""
        held = (self.telegram_bot_token, self.webhook_secret, self.llm_api_key)
        return tuple(secret.get_secret_value() for secret in held if secret)

    def with_webhook_secret(self) -> "Settings":
        """These settings with a secret for the webhook, a new one where none is set."""
        if self.webhook_secret:
            return self
        return self.model_copy(update={"webhook_secret": SecretStr(secrets.token_urlsafe(_SECRET_BYTES))})

    @property
    def chat(self) -> ChatSettings | None:
        """The chat model that words answers; None where none is set."""
        if not self.llm_model:
            return None
        url = str(self.llm_base_url).rstrip("/") if self.llm_base_url else None
        return ChatSettings(self.llm_model, url, self.llm_api_key, self.llm_timeout)


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        MinutesError: ``.env`` cannot be read, or a setting has a value it cannot have; the sentence names the
            setting, not the value.
    """
    try:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise MinutesError("无法读取 .env：须为 UTF-8 文本。", "the file .env cannot be read as UTF-8 text.") from error
    except ValidationError as error:
        names = ", ".join(str(each["loc"][0]).upper() for each in error.errors(include_input=False))
        raise MinutesError(f"设置无效：{names}。", f"these settings have values they cannot have: {names}.") from None
