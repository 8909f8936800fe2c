"""The settings, each with a working default, from the environment and the file ``.env``.

``.env.example`` explains every one of them to whoever runs the program; a test keeps the two alike.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import HttpUrl, PositiveFloat, PositiveInt, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

import data
from data.bilingual import MinutesError
from data.reading import Limits
from embeddings.encoder import DEFAULT_MODEL
from retrieval.adding import ReadingSettings
from retrieval.library import LibrarySettings
from retrieval.phrasing_model import ChatSettings

_MEGABYTE = 1_000_000
TELEGRAM_API = "https://api.telegram.org"


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
    webhook_url: HttpUrl | None = None
    webhook_listen: str | None = None
    webhook_secret: SecretStr | None = None
    health_listen: str | None = None
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    log_messages: bool = False

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _numbers(cls, written: object) -> object:
        """Ids of people, separated by commas or blanks."""
        return written.replace(",", " ").replace("，", " ").split() if isinstance(written, str) else written

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
