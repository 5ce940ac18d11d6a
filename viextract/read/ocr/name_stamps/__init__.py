"""Names of signatories stamped in a script face, which engines for print do not read."""

from viextract.read.ocr.name_stamps.places import stamped_names

__all__ = ["stamped_names"]
