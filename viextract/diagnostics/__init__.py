"""Why something came out as it did, for who looks into one document."""
