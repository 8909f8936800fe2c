"""The third room: understanding a question, finding items, and composing an answer with citations."""
