"""People and what they may do, their verdicts, minutes that were removed, and messages on their way in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of people, invitations, preferences, verdicts, unanswered questions, removals and the inbox."""
    op.create_table(
        "person",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("is_group", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("role", sa.String(16)),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("invited_by", sa.String(64)),
    )
    op.create_table(
        "invitation",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("for_group", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("expires", sa.DateTime, nullable=False),
        sa.Column("invited_by", sa.String(64), nullable=False),
    )
    op.create_table(
        "preference",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("language", sa.String(2), nullable=False),
    )
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("refs", sa.JSON, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("answer", sa.String(64), nullable=False),
    )
    op.create_index("verdict_of_answer", "verdict", ["person", "answer"], unique=True)
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "removal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False, unique=True),
        sa.Column("series", sa.String(8), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("parser_version", sa.Integer, nullable=False),
        sa.Column("record", sa.JSON, nullable=False),
        sa.Column("versions", sa.JSON, nullable=False),
        sa.Column("removed", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.add_column("version", sa.Column("parser_version", sa.Integer))
    op.add_column("version", sa.Column("record", sa.JSON))
    op.create_table(
        "incoming",
        sa.Column("bot", sa.String(32), primary_key=True),
        sa.Column("update_id", sa.BigInteger, primary_key=True),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("received", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Forget people, verdicts and removals; the documents of removed minutes go with them."""
    for table in ("incoming", "removal", "unanswered", "verdict", "preference", "invitation", "person"):
        op.drop_table(table)
    op.drop_column("version", "record")
    op.drop_column("version", "parser_version")
    kept = "SELECT document_id FROM meeting UNION SELECT document_id FROM version"
    op.execute(f"DELETE FROM document WHERE id NOT IN ({kept})")  # noqa: S608 - names of ours
