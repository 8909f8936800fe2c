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

SCHEMA_VERSION = "0004"
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
    Column("parser_version", Integer),  # with the record, none of what was replaced before records were kept
    Column("record", JSON),
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
    Column("is_group", Boolean, nullable=False, server_default=false()),
    Column("role", String(16)),  # none for a stranger who was told so
    Column("since", DateTime, nullable=False),
    Column("invited_by", String(64)),
)

invitation = Table(
    "invitation",  # links that are not used yet; ``code`` is the hash of what stands in the link
    metadata,
    Column("code", String(64), primary_key=True),
    Column("for_group", Boolean, nullable=False, server_default=false()),
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
    Column("versions", JSON, nullable=False),  # the rows of its older versions
    Column("removed", DateTime, nullable=False),
    sqlite_autoincrement=True,  # a number that undoes one removal never undoes another
)

incoming = Table(
    "incoming",  # updates of a channel: their bodies until they are answered, their ids a while longer
    metadata,
    Column("bot", String(32), primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("mark", String(64), nullable=False),  # what tells it from another update of the same number
    Column("body", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("received", DateTime, nullable=False),
)

subscription = Table(
    "subscription",  # to the digest; ``day`` is 0 (Monday) to 6 or 1 to 28, ``hour`` counts in the time zone
    metadata,
    Column("person", String(64), primary_key=True),
    Column("language", String(2), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("every", String(8), nullable=False),
    Column("day", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("says_quiet", Boolean, nullable=False),
    Column("paused", Text),  # why nothing is sent at present
    Column("since", DateTime, nullable=False),
)

watch = Table(
    "watch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("words", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("since", DateTime, nullable=False),
)

delivery = Table(
    "delivery",  # a digest or an alert for a person; claimed before it is sent, once a period
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("period", String(80), nullable=False),
    Column("due", DateTime, nullable=False),
    Column("status", String(8), nullable=False),
    Column("next_try", DateTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("parts_sent", Integer, nullable=False, server_default="0"),
    Column("failure", Text, nullable=False, server_default=""),
    Column("ended", DateTime),
)

told = Table(
    "told",  # the minutes that a person was told of, by which delivery; by none where they were there before
    metadata,
    Column("person", String(64), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("meeting", String(64), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("delivery_id", Integer, ForeignKey("delivery.id", ondelete="CASCADE")),
)

held_back = Table(
    "held_back",  # meetings that stand in no digest and no alert until they are released
    metadata,
    Column("meeting", String(64), primary_key=True),
    Column("by", String(64), nullable=False),
    Column("since", DateTime, nullable=False),
)
