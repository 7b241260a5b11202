"""`audit`: what became of every record of an atlas, and the rows behind each number."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lib.cli.command import DONE, Command
from lib.core.errors import UsageError
from lib.core.text import count_of, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lib.explore.audit import ChangeCount, Ending

_REASONS_SHOWN: Final = 12
_REASON_WIDTH: Final = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `audit`."""
    parser.add_argument("atlas", type=Path, metavar="ATLAS", help="folder of the atlas")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    parser.add_argument(
        "--rows",
        metavar="WHAT",
        help="print the rows behind a number as CSV: read (all records), kept, merged, rejected or changed",
    )
    parser.add_argument("--file", metavar="NAME", help="with --rows: those of one file alone")
    parser.add_argument("--reason", metavar="TEXT", help="with --rows: those with this reason alone")


def run(arguments: argparse.Namespace) -> int:
    """Count, or print rows."""
    from lib.atlas.reader import read_table
    from lib.explore.audit import ROWS, by_file, change_counts, endings, rows_of
    from lib.export.table_csv import write_table

    records, changes = (read_table(arguments.atlas, name) for name in ("records", "changes"))
    if arguments.rows is not None:
        if arguments.rows not in ROWS:
            raise UsageError(f"--rows {arguments.rows} is none of {', '.join(ROWS)}: name one of them.")
        table = rows_of(records, changes, arguments.rows, file=arguments.file, reason=arguments.reason)
        sys.stdout.buffer.write(write_table(table))
        sys.stdout.buffer.flush()
        return DONE
    if arguments.file is not None or arguments.reason is not None:
        raise UsageError("--file and --reason choose among rows: say with --rows which ones.")
    lines, counts = endings(records), change_counts(changes)
    if arguments.json:
        files = [{**asdict(file), "endings": _reasons(lines, file.file)} for file in by_file(lines)]
        print(json.dumps({"files": files, "changes": [asdict(count) for count in counts]}, ensure_ascii=False))
    else:
        print(describe(lines, counts))
    return DONE


def _reasons(lines: Sequence[Ending], file: str) -> list[dict[str, object]]:
    return [
        {"fate": line.fate, "reason": line.reason, "n": line.n}
        for line in lines
        if line.file == file and line.fate != "kept"
    ]


def describe(lines: Sequence[Ending], changes: Sequence[ChangeCount]) -> str:
    """Say how the records ended: all together by reason, then file by file, then what cleaning changed."""
    from lib.explore.audit import FATES, by_file, by_reason

    files = by_file(lines)
    total = sum(file.read for file in files)
    text = [f"{count_of(total, 'record')} read from {count_of(len(files), 'file')}"]
    for fate in FATES:
        reasons = by_reason(lines, fate)
        text.append(f"  {fate:<10}{sum(n for _, n in reasons):>10,}")
        if fate != "kept":
            text += [f"    {n:>10,}  {cut(reason, _REASON_WIDTH)}" for reason, n in reasons[:_REASONS_SHOWN]]
            text += _others(reasons[_REASONS_SHOWN:])
    text += ["", f"{'read':>10}{'kept':>10}{'merged':>10}{'rejected':>10}  file"]
    text += [f"{one.read:>10,}{one.kept:>10,}{one.merged:>10,}{one.rejected:>10,}  {one.file}" for one in files]
    if changes:
        text += ["", f"{count_of(sum(count.n for count in changes), 'change')} by cleaning"]
        shown = [(f"{count.field}: {count.why}", count.n) for count in changes]
        text += [f"{n:>10,}  {cut(what, _REASON_WIDTH)}" for what, n in shown[:_REASONS_SHOWN]]
        text += _others(shown[_REASONS_SHOWN:])
    return "\n".join(text)


def _others(hidden: Sequence[tuple[str, int]]) -> list[str]:
    if not hidden:
        return []
    return [f"    {sum(n for _, n in hidden):>10,}  for {count_of(len(hidden), 'other reason')}"]


COMMAND: Final = Command(
    name="audit",
    help="say what became of every record that was read",
    description="Say how every record of an atlas ended: as a paper, merged into one, or rejected, and why.",
    add_arguments=add_arguments,
    run=run,
)
