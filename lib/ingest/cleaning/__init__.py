"""Texts as they are read to texts as they are kept: text.py goes through the steps, each of which has its file."""

from lib.ingest.cleaning.markup import entities
from lib.ingest.cleaning.text import Cleaned, Done, clean_abstract, clean_name, clean_title

__all__ = ["Cleaned", "Done", "clean_abstract", "clean_name", "clean_title", "entities"]
