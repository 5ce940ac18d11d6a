"""Hostile files, made and mutated from the samples, and what viextract does with them."""
