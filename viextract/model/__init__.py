"""Data types only: the plan (what comes out) and the document (what travels between the stages)."""
