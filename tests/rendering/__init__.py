"""Files made of text as an office makes them: PDFs, scans, Word documents and web pages of the minutes."""
