"""The parts of a document: head and foot, headings, tasks, who does them."""
