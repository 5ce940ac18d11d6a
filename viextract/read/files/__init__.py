"""Kinds of files: one module for each opens it and gives its text or its pages."""
