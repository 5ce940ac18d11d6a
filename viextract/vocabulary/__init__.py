"""What administrative documents of Vietnam say, from dictionaries/: phrases, labels, bodies, headings of columns."""
