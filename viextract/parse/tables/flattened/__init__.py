"""Tables that OCR has flattened into lines."""
