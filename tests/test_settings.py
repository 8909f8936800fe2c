"""The settings: all explained, the token never shown, a wrong value told in one sentence."""

import logging
import re
from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from data.bilingual import MinutesError
from tests.conftest import MINUTES, ROOT

TOKEN = "123456:AAE-made_up_token"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_names_exactly_the_settings_there_are() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^(\w+)=", example, re.MULTILINE) == [name.upper() for name in Settings.model_fields]


def test_the_example_explains_each_setting_and_copied_as_it_is_changes_nothing() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert all(block.startswith("# ") for block in example.strip().split("\n\n"))
    defaults = load_settings()
    Path(".env").write_text(example, encoding="utf-8")
    assert load_settings() == defaults


def test_every_setting_has_a_working_default() -> None:
    settings = load_settings()
    assert settings.library.minutes_dir == MINUTES
    assert settings.library.state_dir == Path("var")
    assert settings.library.chroma_url is None
    assert settings.telegram_bot_token is None
    assert str(settings.telegram_api_url).rstrip("/") == "https://api.telegram.org"


def test_the_environment_goes_before_the_file_and_an_empty_value_is_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("STATE_DIR=in-file\nEMBEDDING_MODEL=in-file\nCHROMA_URL=\n", encoding="utf-8")
    monkeypatch.setenv("STATE_DIR", "~/in-environment")
    settings = load_settings()
    assert settings.state_dir == Path.home() / "in-environment"
    assert settings.embedding_model == "in-file"
    assert settings.chroma_url is None


def test_the_limits_of_files_reach_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = load_settings().library.reading
    assert (reading.limits.max_bytes, reading.limits.max_pages) == (20_000_000, 300)
    assert (reading.seconds, reading.workers) == (300, 2)
    for name, value in {"MAX_FILE_MB": "1", "MAX_PAGES": "2", "MAX_SECONDS": "3", "WORKERS": "4"}.items():
        monkeypatch.setenv(name, value)
    reading = load_settings().library.reading
    assert (reading.limits.max_bytes, reading.limits.max_pages) == (1_000_000, 2)
    assert (reading.seconds, reading.workers) == (3, 4)


@pytest.mark.parametrize("name", ["MAX_FILE_MB", "MAX_PAGES", "MAX_SECONDS", "WORKERS"])
@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_a_limit_that_lets_nothing_through_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(MinutesError, match=name):
        load_settings()


def test_the_library_gets_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMA_URL", "http://127.0.0.1:8000")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///minutes.db")
    monkeypatch.setenv("MINUTES_DIR", "纪要")
    library = load_settings().library
    assert (library.chroma_url, library.database_url) == ("http://127.0.0.1:8000", "sqlite:///minutes.db")
    assert library.minutes_dir == Path("纪要")


def test_the_token_shows_in_no_form_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    settings = load_settings()
    logging.getLogger("test").warning("%s %r", settings, settings)
    shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()} {settings.library}"
    assert TOKEN not in shown + caplog.text
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN


@pytest.mark.parametrize("name", ["CHROMA_URL", "TELEGRAM_API_URL"])
@pytest.mark.parametrize("value", ["somewhere", "ftp://127.0.0.1", "http://"])
def test_a_value_that_cannot_be_is_told_in_one_sentence_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    with pytest.raises(MinutesError) as refused:
        load_settings()
    assert refused.value.say("en") == f"these settings have values they cannot have: {name}."
    assert refused.value.say("zh") == f"设置无效：{name}。"
    assert TOKEN not in repr(refused.value)
    assert refused.value.__suppress_context__  # a traceback would show what was typed


def test_a_settings_file_in_another_encoding_is_told_in_one_sentence() -> None:
    Path(".env").write_bytes("STATE_DIR=政府纪要\n".encode("gbk"))
    with pytest.raises(MinutesError) as refused:
        load_settings()
    assert refused.value.say("en") == "the file .env cannot be read as UTF-8 text."
    assert refused.value.say("zh") == "无法读取 .env：须为 UTF-8 文本。"


def test_a_chat_model_is_off_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_API_KEY", TOKEN)
    assert load_settings().library.chat is None
    for name, value in {"MODEL": "small", "BASE_URL": "http://127.0.0.1:8080/v1/", "TIMEOUT": "2.5"}.items():
        monkeypatch.setenv(f"LLM_{name}", value)
    settings = load_settings()
    chat = settings.library.chat
    assert chat is not None
    assert (chat.model, chat.base_url, chat.seconds) == ("small", "http://127.0.0.1:8080/v1", 2.5)
    assert chat.api_key is not None
    assert chat.api_key.get_secret_value() == TOKEN
    assert TOKEN not in f"{settings} {settings!r} {settings.model_dump()} {settings.library} {settings.library!r}"


@pytest.mark.parametrize(("name", "value"), [("LLM_TIMEOUT", "0"), ("LLM_TIMEOUT", "long"), ("LLM_BASE_URL", "here")])
def test_a_chat_model_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(MinutesError, match=name):
        load_settings()


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("127.0.0.1:8443", "127.0.0.1:8443"),
        ("0.0.0.0:80", "0.0.0.0:80"),
        ("localhost:9000", "localhost:9000"),
        ("[::1]:8443", "[::1]:8443"),
        ("8443", "127.0.0.1:8443"),
        (":8443", "127.0.0.1:8443"),
    ],
)
def test_an_address_to_listen_at_is_written_as_usual(
    monkeypatch: pytest.MonkeyPatch, written: str, address: str
) -> None:
    monkeypatch.setenv("WEBHOOK_LISTEN", written)
    monkeypatch.setenv("HEALTH_LISTEN", written)
    settings = load_settings()
    assert (str(settings.webhook_listen), str(settings.health_listen)) == (address, address)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBHOOK_LISTEN", "127.0.0.1"),
        ("WEBHOOK_LISTEN", "http://127.0.0.1:80"),
        ("HEALTH_LISTEN", "127.0.0.1:65536"),
        ("HEALTH_LISTEN", "::1:80"),
        ("WEBHOOK_SECRET", "with blanks"),
        ("WEBHOOK_SECRET", "秘密"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("WEBHOOK_URL", "bot.example.org"),
        ("RATE_LIMIT", "often"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_service_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(MinutesError, match=f"cannot have: {name}"):
        load_settings()


def test_a_webhook_has_a_secret_that_telegram_accepts_and_nobody_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = load_settings().with_webhook_secret(), load_settings().with_webhook_secret()
    [made] = first.secrets
    assert re.fullmatch(r"[A-Za-z0-9_-]{32,256}", made)
    assert made not in second.secrets
    assert made not in f"{first!r} {first.model_dump()}"
    monkeypatch.setenv("WEBHOOK_SECRET", "a-secret_of_ours")
    assert load_settings().with_webhook_secret().secrets == ("a-secret_of_ours",)


def test_all_secrets_are_known_to_whoever_must_not_show_them(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)]
    for name in names:
        monkeypatch.setenv(name.upper(), f"value-of-{name}")
    assert set(load_settings().secrets) == {f"value-of-{name}" for name in names}
