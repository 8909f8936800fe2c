"""Asking a chat model, through LangChain, within a time limit: its words, or None.

Nothing of LangChain's chat models is imported before the first question. Neither the question, the reply nor the key
is ever logged: a failure is told by its kind alone.
"""

import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_TRIES = 2
_SHORTEST_TRY = 0.5  # seconds; with less left no further try is made
_LONGEST_REPLY = 6000  # characters of a reply that are read
_MOST_TOKENS = 600
_NO_KEY = "none"  # what a server of one's own is given where no key is set, so that no other key reaches it
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Which chat model words answers (``openai:gpt-4.1-mini``, ``ollama:qwen3:8b``, or the name that a server has).

    ``seconds`` is the time for an answer in all, a second try included. The key shows in no repr.
    """

    model: str
    base_url: str | None = None
    api_key: SecretStr | None = None
    seconds: float = 20.0


@dataclass
class ChatModel:
    """A chat model that is loaded when first asked. Safe to share between threads."""

    settings: ChatSettings
    load: Callable[[ChatSettings], "BaseChatModel"] = field(default_factory=lambda: load_model, repr=False)
    _loaded: "BaseChatModel | None" = field(init=False, repr=False, default=None)
    _lock: threading.Lock = field(init=False, repr=False, default_factory=threading.Lock)

    def reply(self, system: str, user: str) -> str | None:
        """What the model says, cut where it is endless; None where it fails, says nothing or takes too long."""
        deadline = time.monotonic() + self.settings.seconds
        for _ in range(_TRIES):
            left = deadline - time.monotonic()
            if left < min(_SHORTEST_TRY, self.settings.seconds):
                break
            said = self._within(left, system, user)
            if said:
                return said
        return None

    def _within(self, seconds: float, system: str, user: str) -> str | None:
        """One try, which is not waited for any longer than ``seconds``."""
        result: Queue[str | None] = Queue()
        threading.Thread(target=self._try, args=(system, user, result), daemon=True, name="chat-model").start()
        try:
            return result.get(timeout=seconds)
        except Empty:
            _log.warning("the chat model took longer than %.0f seconds", self.settings.seconds)
            return None

    def _try(self, system: str, user: str, result: "Queue[str | None]") -> None:
        try:
            result.put(self._say(system, user))
        except ImportError:
            _log.warning("the package of LLM_MODEL is not installed: pip install 'minutes-bot[llm]'")
            result.put(None)
        except Exception as error:  # noqa: BLE001 - whatever a provider raises, the answer goes out without it
            _log.warning("the chat model failed: %s", type(error).__name__)
            result.put(None)

    def _say(self, system: str, user: str) -> str:
        tracing = import_module("langsmith").tracing_context
        with tracing(enabled=False):  # what people ask goes to the model that was set, and nowhere else
            message = self._model().invoke([("system", system), ("human", user)])
        text = _THOUGHT.sub(" ", str(message.text)[:_LONGEST_REPLY]).strip()
        if not text:
            _log.warning("the chat model said nothing")
        return text

    def _model(self) -> "BaseChatModel":
        with self._lock:
            if self._loaded is None:
                self._loaded = self.load(self.settings)
            return self._loaded


def load_model(settings: ChatSettings) -> "BaseChatModel":
    """The model of the settings, through LangChain's `init_chat_model`.

    A name without a provider is that of a server that speaks as OpenAI's does, where there is a ``base_url``.

    Raises:
        ImportError: the package of the provider is not installed (``pip install 'minutes-bot[llm]'``).
        ValueError: the provider cannot be told from the name.
    """
    init = import_module("langchain.chat_models").init_chat_model
    options = _options(settings)
    model: BaseChatModel
    if settings.base_url and ":" not in settings.model:
        model = init(settings.model, model_provider="openai", **options)
        return model
    try:
        model = init(settings.model, **options)
    except ValueError:
        if not settings.base_url:
            raise
        model = init(settings.model, model_provider="openai", **options)  # qwen3:8b, which names no provider
    return model


def _options(settings: ChatSettings) -> dict[str, Any]:
    """Where the model is, with which key, and that its client neither waits for long nor tries on its own."""
    options: dict[str, Any] = {"base_url": settings.base_url} if settings.base_url else {}
    if settings.model.startswith("ollama:"):
        return {
            **options,
            "temperature": 0,
            "num_predict": _MOST_TOKENS,
            "client_kwargs": {"timeout": settings.seconds},
        }
    options |= {"timeout": settings.seconds, "max_retries": 0}
    if settings.base_url:  # a vendor's own newest models refuse both
        options |= {"temperature": 0, "max_tokens": _MOST_TOKENS}
    key = settings.api_key or (SecretStr(_NO_KEY) if settings.base_url else None)
    return options | ({"api_key": key} if key else {})
