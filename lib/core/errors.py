"""The errors a person may read: one sentence that says what, where, and the cure.

    TopicAtlasError
    ├── InputError      a file, folder or pasted text cannot be used
    │   └── NoPapersError   it was read, and no record can be used
    ├── AtlasError      an atlas is missing, damaged or of another format
    ├── BuildError      a build cannot go on
    │   └── BuildRunning    another process is building the same atlas
    ├── WorkspaceError  what a person stores beside the atlases cannot be read or written
    ├── ExportError     what was asked for cannot be written
    ├── UnknownGroup    a group of papers to be compared is none that the atlas has
    └── UsageError      the command was called with something it does not know

Callers catch the root, print the message and keep the traceback for the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lib.core.mapping import FileColumns
    from lib.core.paper import RecordFate


class TopicAtlasError(Exception):
    """Root of all errors that are explained to a person."""


class InputError(TopicAtlasError):
    """A file, folder or pasted text cannot be used."""


class NoPapersError(InputError):
    """What was read holds no paper. `records` says what became of each record, `columns` what the files hold."""

    def __init__(self, message: str, records: Sequence[RecordFate], columns: Sequence[FileColumns] = ()) -> None:
        super().__init__(message)
        self.records = tuple(records)
        self.columns = tuple(columns)


class AtlasError(TopicAtlasError):
    """An atlas is missing, damaged or of a format that this version does not read."""


class BuildError(TopicAtlasError):
    """A build cannot go on."""


class BuildRunning(BuildError):
    """Another process is building the same atlas at this moment."""


class WorkspaceError(TopicAtlasError):
    """What a person stores beside the atlases, such as the selection, cannot be read or written."""


class ExportError(TopicAtlasError):
    """What was asked for cannot be written."""


class UnknownGroup(TopicAtlasError):
    """A group of papers that is to be compared is none that the atlas has."""


class UsageError(TopicAtlasError):
    """A command was called with something it does not know."""
