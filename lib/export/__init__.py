"""Papers to files, one writer a format, all of them in one table (formats.py)."""

from lib.export.formats import FORMATS, Format, file_name, format_named
from lib.export.rows import ExportRow, rows

__all__ = ["FORMATS", "ExportRow", "Format", "file_name", "format_named", "rows"]
