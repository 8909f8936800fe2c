"""Questions: answered, gone on from, judged."""
