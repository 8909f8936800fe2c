"""What the program logs, and what it never does: a secret."""

import logging


class WithoutSecrets(logging.Formatter):
    """Formats records, tracebacks included, with every secret blacked out."""

    def __init__(self, *secrets: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines of a record."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "•••")
        return text


def log_to_stderr(*secrets: str) -> None:
    """Log warnings and errors to stderr; ``secrets`` never show, whoever logs them."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutSecrets(*secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
