"""Content: ways to spoil the sources, one function each, that the named check must notice in either language."""

from content import addresses, entries, files, labs, parity, phrases, quantities, sources, terms
from content.registering import MUTATORS

__all__ = ["MUTATORS", "addresses", "entries", "files", "labs", "parity", "phrases", "quantities", "sources", "terms"]
