"""Subscriptions to the digest, watches, what was delivered and told, and minutes that are held back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of subscriptions, watches, deliveries, what was told, and what is held back."""
    op.create_table(
        "subscription",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("every", sa.String(8), nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("says_quiet", sa.Boolean, nullable=False),
        sa.Column("paused", sa.Text),
        sa.Column("since", sa.DateTime, nullable=False),
    )
    op.create_table(
        "watch",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
    )
    op.create_index("watch_of_person", "watch", ["person", "kind", "words"], unique=True)
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("period", sa.String(80), nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("next_try", sa.DateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("parts_sent", sa.Integer, nullable=False, server_default="0"),
        sa.Column("failure", sa.Text, nullable=False, server_default=""),
        sa.Column("ended", sa.DateTime),
    )
    op.create_index("delivery_of_period", "delivery", ["person", "kind", "period"], unique=True)
    op.create_index("delivery_by_status", "delivery", ["status", "next_try"])
    op.create_table(
        "told",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("meeting", sa.String(64), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("delivery.id", ondelete="CASCADE")),
    )
    op.create_index("told_by_delivery", "told", ["delivery_id"])
    op.create_table(
        "held_back",
        sa.Column("meeting", sa.String(64), primary_key=True),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Forget subscriptions, watches and deliveries."""
    for table in ("held_back", "told", "delivery", "watch", "subscription"):
        op.drop_table(table)
