"""Weights of the outline, measured on papers with known structure."""
