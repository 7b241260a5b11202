"""Files -> papers and the fate of every record. One reader a format, in one table (registry.py)."""

from lib.ingest.corpus import read_corpus, read_text
from lib.ingest.isolated import Isolated
from lib.ingest.reader import Reader, ReadOptions
from lib.ingest.registry import READERS

__all__ = ["READERS", "Isolated", "ReadOptions", "Reader", "read_corpus", "read_text"]
