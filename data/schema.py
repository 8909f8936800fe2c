"""The tables of the store. Migrations under ``data/migrations`` create and change them; these describe them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)
from sqlalchemy.types import JSON

SCHEMA_VERSION = "0003"
metadata = MetaData()

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    Column("added", DateTime, nullable=False),
)

meeting = Table(
    "meeting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False),
    Column("series", String(8), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("held", Date),
    Column("parser_version", Integer, nullable=False),
    Column("record", JSON, nullable=False),
)

part = Table(
    "part",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", Integer, ForeignKey("meeting.id", ondelete="CASCADE"), nullable=False),
    Column("ref", String(64), nullable=False),
    Column("text", Text, nullable=False),
)

version = Table(
    "version",  # documents that others replaced; their meeting is the one of this series and ordinal
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False),
    Column("series", String(8), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("replaced", DateTime, nullable=False),
)

revision = Table(
    "revision",
    metadata,
    Column("number", Integer, nullable=False),
    Column("prepared", Boolean, nullable=False, server_default=false()),  # the first minutes are all in
)

person = Table(
    "person",  # whoever wrote to the bot; people and groups, by the channel's id
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(16)),  # none for a stranger who was told so
    Column("since", DateTime, nullable=False),
    Column("invited_by", String(64)),
)

invitation = Table(
    "invitation",  # links that are not used yet
    metadata,
    Column("code", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("expires", DateTime, nullable=False),
    Column("invited_by", String(64), nullable=False),
)

preference = Table(
    "preference",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("language", String(2), nullable=False),
)

verdict = Table(
    "verdict",  # what people say of answers; ``answer`` tells the answers to one person apart
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("refs", JSON, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("at", DateTime, nullable=False),
    Column("answer", String(64), nullable=False),
)

unanswered = Table(
    "unanswered",  # questions that found nothing
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("at", DateTime, nullable=False),
)

removal = Table(
    "removal",  # minutes that were removed and can come back
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False),
    Column("series", String(8), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("parser_version", Integer, nullable=False),
    Column("record", JSON, nullable=False),
    Column("removed", DateTime, nullable=False),
)

incoming = Table(
    "incoming",  # updates of a channel: their bodies until they are answered, their ids a while longer
    metadata,
    Column("bot", String(32), primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("body", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("received", DateTime, nullable=False),
)
