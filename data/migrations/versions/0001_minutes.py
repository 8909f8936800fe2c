"""Documents, meetings, their parts, and the index of words over the parts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "document",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("added", sa.DateTime, nullable=False),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("series", sa.String(8), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("held", sa.Date),
        sa.Column("parser_version", sa.Integer, nullable=False),
        sa.Column("record", sa.JSON, nullable=False),
        sa.UniqueConstraint("series", "ordinal"),
    )
    op.create_table(
        "part",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("meeting_id", sa.Integer, sa.ForeignKey("meeting.id", ondelete="CASCADE"), nullable=False),
        sa.Column("ref", sa.String(64), nullable=False, unique=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("part_of_meeting", "part", ["meeting_id"])
    op.create_table("revision", sa.Column("number", sa.Integer, nullable=False))
    op.execute("INSERT INTO revision (number) VALUES (0)")
    op.execute("CREATE VIRTUAL TABLE part_words USING fts5(heading, body)")
    op.execute("CREATE VIRTUAL TABLE part_glosses USING fts5(heading, body, tokenize='porter unicode61')")


def downgrade() -> None:
    """Drop everything the first migration made."""
    for table in ("part_glosses", "part_words", "revision", "part", "meeting", "document"):
        op.execute(f"DROP TABLE {table}")
