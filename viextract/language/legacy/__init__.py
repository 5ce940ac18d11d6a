"""Text in encodings from before Unicode: told by its letters and converted."""
