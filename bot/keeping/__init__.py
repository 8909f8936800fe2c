"""Minutes that are added and removed in chat."""
