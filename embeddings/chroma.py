"""Reaching Chroma, in a folder of this machine or on a server, and saying plainly when that fails.

Importing this file takes a second, because it imports chromadb.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api import ServerAPI
from chromadb.api.client import Client
from chromadb.config import Settings, System
from chromadb.errors import ChromaError, InternalError, NotFoundError

from data.bilingual import Bilingual
from embeddings.errors import DamagedIndexError, VectorIndexError

DEFAULT_PORTS = {"http": 8000, "https": 443}


def connect(location: Path | str) -> Client:
    """Open the Chroma in a folder (created where there is none) or on the server at a URL.

    Raises:
        VectorIndexError: The folder is damaged or cannot be written, or no Chroma answers at the URL.
    """
    try:
        return _open_folder(location) if isinstance(location, Path) else _open_server(location)
    except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:  # chromadb too raises bare ValueErrors
        raise _plain(location, error) from error


def disconnect(client: Client) -> None:
    """Release the client's files and connections."""
    client.close()
    # To a server Chroma keeps connections open, its client two sets of them, and closes none.
    for part in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(part, "_server", None), "_session", None)
        if isinstance(session, httpx.Client):
            session.close()


@contextmanager
def plain_errors(location: Path | str) -> Iterator[None]:
    """Turn what Chroma raises while in use into a `VectorIndexError` that says where, why and what to do."""
    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError) as error:
        raise _plain(location, error) from error


def _open_folder(folder: Path) -> Client:
    """Open a Chroma that is this client's own.

    `chromadb.PersistentClient` shares one Chroma among all clients of a folder in the process: what another
    process has written would stay out of sight until the last of them is closed, and a folder that failed to
    open once could not be opened again.
    """
    system = System(_settings(is_persistent=True, persist_directory=str(folder.resolve())))
    system.instance(ServerAPI)  # type: ignore[type-abstract]  # Chroma fills in the class
    system.start()
    return Client.from_system(system)


def _open_server(url: str) -> Client:
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.path.strip("/"):
        raise ValueError("the address must look like http://host:port")
    client = chromadb.HttpClient(
        parts.hostname,
        parts.port or DEFAULT_PORTS[parts.scheme],
        ssl=parts.scheme == "https",
        settings=_settings(),
    )
    return cast("Client", client)  # what it is; the declared interface lacks `close`


def _settings(*, is_persistent: bool = False, persist_directory: str = "") -> Settings:
    # By itself Chroma tells its makers who uses what, and reads its settings out of our `.env`.
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # an argument of pydantic-settings, seen at run time only
        anonymized_telemetry=False,
        is_persistent=is_persistent,
        persist_directory=persist_directory,
    )


def _plain(location: Path | str, error: Exception) -> VectorIndexError:
    if isinstance(error, NotFoundError):
        return VectorIndexError(
            f"{location} 的向量索引已用另一个嵌入模型重建：请用那个模型重新启动，或用这个模型重建索引。",
            f"The vector index at {location} has been built again with another embedding model: "
            "restart with that model, or build the index with this one.",
        )
    reason = str(error).strip().partition("\n")[0].rstrip(".?!") or type(error).__name__
    if isinstance(location, Path):
        advice = Bilingual("请删除该目录，索引会自动重建", "delete this folder and let it be built again")
    else:
        advice = Bilingual("请启动 Chroma 服务器或改正其地址", "start the Chroma server or correct its address")
    kind = DamagedIndexError if isinstance(error, InternalError) else VectorIndexError
    return kind(
        f"{location} 的向量索引无法使用（{reason}）：{advice.zh}。",
        f"The vector index at {location} cannot be used ({reason}): {advice.en}.",
    )
