"""Full texts: page by page, and as files."""
