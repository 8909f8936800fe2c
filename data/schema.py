"""The tables of the store. Migrations under ``data/migrations`` create and change them; these describe them."""

from sqlalchemy import (
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

SCHEMA_VERSION = "0002"
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
