"""Reading files of every kind that minutes come in: text, PDF, Word, web pages, and pictures through OCR."""
