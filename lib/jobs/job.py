"""A job: its folder, what was asked for, and the list of all jobs of a data folder."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from lib.core.config import BuildConfig
from lib.core.errors import InputError
from lib.jobs.names import safe_names

JOBS: Final = ".jobs"
"""The folder of all jobs, inside the data folder."""
KEPT: Final = timedelta(days=7)
"""How long a job that no longer runs is kept."""

_JOB = "job.json"
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file: the name it came with, and the safe one under which it is stored."""

    shown: str
    stored: str


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for. `name` is the atlas to be built, empty until one is."""

    folder: Path
    created_at: str
    """UTC, ISO 8601, seconds."""
    uploads: tuple[Upload, ...]
    name: str = ""
    config: BuildConfig = field(default_factory=BuildConfig)

    @property
    def job_id(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def home(self) -> Path:
        """The data folder in which it lies."""
        return self.folder.parent.parent

    @property
    def upload_folder(self) -> Path:
        """Where the uploaded files are."""
        return self.folder / "uploads"

    @property
    def read_folder(self) -> Path:
        """Where the reading process puts what it found."""
        return self.folder / "read"

    @property
    def progress_file(self) -> Path:
        """Where the build says how far it is."""
        return self.folder / "progress.json"

    @property
    def cancel_file(self) -> Path:
        """Its being there asks the build to stop."""
        return self.folder / "cancel"

    @property
    def read_log(self) -> Path:
        """What the reading process said."""
        return self.read_folder / "log.txt"

    @property
    def build_log(self) -> Path:
        """What the build said."""
        return self.folder / "log.txt"

    def shown_name(self, stored: str) -> str:
        """The name with which an uploaded file came, found by the one (or the path) under which it is stored."""
        last = re.split(r"[/\\]", stored)[-1]
        return next((upload.shown for upload in self.uploads if upload.stored == last), last)


def new_job(home: Path, uploads: Sequence[tuple[str, bytes | memoryview]]) -> Job:
    """Store uploaded files, each a name and its content, as a new job. Nothing runs yet.

    Raises
    ------
    InputError
        If there is no file, or the data folder cannot take them.
    """
    if not uploads:
        raise InputError("There is nothing to read: choose files, or paste text.")
    now = datetime.now(UTC)
    job = Job(
        folder=home / JOBS / f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(4)}",
        created_at=now.isoformat(timespec="seconds"),
        uploads=tuple(
            Upload(name, stored)
            for (name, _), stored in zip(uploads, safe_names([name for name, _ in uploads]), strict=True)
        ),
    )
    try:
        job.upload_folder.mkdir(parents=True)
        job.read_folder.mkdir()
        for upload, (_, content) in zip(job.uploads, uploads, strict=True):
            (job.upload_folder / upload.stored).write_bytes(content)
        save(job)
    except OSError as err:
        shutil.rmtree(job.folder, ignore_errors=True)
        raise InputError(
            f"The files could not be stored in {home / JOBS} ({err.strerror}): make room there, or see that it can be "
            "written to."
        ) from err
    return job


def save(job: Job) -> None:
    """Write job.json, whole or not at all."""
    values = {name: value for name, value in asdict(job).items() if name != "folder"}
    partial = job.folder / f".{_JOB}.{secrets.token_hex(4)}"
    partial.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")
    partial.replace(job.folder / _JOB)


def changed(job: Job, *, name: str | None = None, config: BuildConfig | None = None) -> Job:
    """The same job with a name for its atlas, or other settings, written to its folder."""
    job = replace(job, name=job.name if name is None else name, config=job.config if config is None else config)
    save(job)
    return job


def find_job(home: Path, job_id: str) -> Job | None:
    """Find a job by its id, which may come from a URL; None if there is none, or its folder is damaged."""
    if not _ID.fullmatch(job_id):
        return None
    folder = home / JOBS / job_id
    try:
        raw: Any = json.loads((folder / _JOB).read_text(encoding="utf-8"))
        return Job(
            folder=folder,
            created_at=str(raw["created_at"]),
            uploads=tuple(Upload(str(entry["shown"]), str(entry["stored"])) for entry in raw["uploads"]),
            name=str(raw.get("name", "")),
            config=BuildConfig.from_dict(raw.get("config", {})),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def list_jobs(home: Path) -> list[Job]:
    """List the jobs of a data folder, the newest first."""
    folder = home / JOBS
    names = sorted((path.name for path in folder.iterdir()), reverse=True) if folder.is_dir() else []
    return [job for name in names if (job := find_job(home, name)) is not None]


def last_sign(job: Job) -> datetime:
    """When anything last changed in a job's folder, UTC."""
    paths = [job.folder, *job.folder.iterdir()]
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in paths), UTC)
