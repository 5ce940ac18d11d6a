"""From words to lines in reading order and from lines to paragraphs."""
