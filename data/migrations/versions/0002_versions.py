"""Older versions of documents, an index of the documents' bytes, and the mark of a finished first use."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of older versions, the index of hashes, and the mark of a finished first use."""
    op.create_table(
        "version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False, unique=True),
        sa.Column("series", sa.String(8), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("replaced", sa.DateTime, nullable=False),
    )
    op.create_index("version_of_meeting", "version", ["series", "ordinal"])
    op.create_index("document_by_hash", "document", ["sha256"])
    op.add_column("revision", sa.Column("prepared", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE revision SET prepared = number > 0")


def downgrade() -> None:
    """Forget the older versions."""
    op.drop_column("revision", "prepared")
    op.drop_index("document_by_hash")
    op.execute("DELETE FROM document WHERE id IN (SELECT document_id FROM version)")
    op.drop_table("version")
