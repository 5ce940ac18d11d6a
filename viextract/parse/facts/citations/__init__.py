"""Legal and administrative documents that a text names with a number.

>>> found = find_citations("Quyết định số 15/QĐ-UBND ngày 03/02/2025 của UBND tỉnh Lâm Hải về phân công nhiệm vụ;")
>>> [(c.kind, c.symbol, c.issued_on, c.issuer, c.subject) for c in found]
[('Quyết định', '15/QĐ-UBND', '2025-02-03', 'UBND tỉnh Lâm Hải', 'phân công nhiệm vụ')]
"""

from viextract.parse.facts.citations.find import FoundCitation, find_citations
from viextract.parse.facts.citations.index import CitationIndex, collect
from viextract.parse.facts.citations.symbols import kind_of_symbol, kinds, normal_symbol

__all__ = ["CitationIndex", "FoundCitation", "collect", "find_citations", "kind_of_symbol", "kinds", "normal_symbol"]
