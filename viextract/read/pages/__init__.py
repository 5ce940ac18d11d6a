"""Pages: which text of a page to take, several at once, kept for the next run."""
