"""Markdown: a reading list for people, by topic, to print, mail or tick off.

Whatever in a paper's text would be Markdown or HTML is escaped, so that it reads as it stands in the paper. The only
links are those to the papers, by http or https.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lib.core.text import count_of
from lib.export.citation import Citation, cite
from lib.export.plain import encoded, line
from lib.export.rows import ExportRow

_MARKS: Final = re.compile(r"[\\`*_\[\]<>&~|$#]")
_BARE_LINK: Final = re.compile(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)
"""What makes a link of a bare address on GitHub and elsewhere."""
_LINE_START: Final = re.compile(r"^(\d*)([-+=:.)])")
"""What makes a list, a rule or a heading of a line, with the number before it."""
_SHOWN_AUTHORS: Final = 5


def write_markdown(rows: Sequence[ExportRow]) -> bytes:
    """Write papers as a numbered list under the headings of their topics.

    Topics stand in the order of their first paper, papers in the order given, the unassigned last.
    """
    groups: dict[str, list[ExportRow]] = {}
    for row in sorted(rows, key=lambda row: not row.topic):
        groups.setdefault(row.topic, []).append(row)
    sections = ["# Reading list\n", f"{count_of(len(rows), 'paper')}\n"]
    sections += [f"{escape(notice)}\n" for notice in dict.fromkeys(row.notice for row in rows) if notice]
    number = 1
    for topic, members in groups.items():
        sections.append(f"## {escape(topic or 'Unassigned')} ({count_of(len(members), 'paper')})\n")
        sections.append("".join(_item(place, row) for place, row in enumerate(members, start=number)))
        number += len(members)
    return encoded("\n".join(sections))


def escape(text: str) -> str:
    """Escape text so that Markdown shows it as it stands, also at the beginning of a line."""
    escaped = _BARE_LINK.sub(r"\\\g<0>", _MARKS.sub(r"\\\g<0>", line(text)))
    return _LINE_START.sub(r"\1\\\2", escaped)


def _item(number: int, row: ExportRow) -> str:
    citation = cite(row)
    title = escape(citation.title or "Untitled")
    if citation.address:
        title = f"[{title}]({_destination(citation.address)})"
    mark = f"{number}. "
    # Two blanks at the end break the line; the indent keeps what follows in the item.
    return f"{mark}**{title}**  \n{' ' * len(mark)}{_details(row, citation)}\n"


def _details(row: ExportRow, citation: Citation) -> str:
    date = row.paper.date.for_people() if row.paper.date else "no date"
    if row.paper.date and row.paper.date_source == "implied":
        date += " (year implied)"
    parts = [_authors(citation), date, f"*{escape(citation.container)}*" if citation.container else ""]
    return " · ".join(part for part in parts if part)


def _authors(citation: Citation) -> str:
    names = [name.given_first() for name in citation.authors]
    more = len(names) - _SHOWN_AUTHORS
    shown = escape(", ".join(names[:_SHOWN_AUTHORS]))
    return f"{shown} and {more:,} more" if more > 0 else shown


def _destination(address: str) -> str:
    # Brackets would end the link, and an ampersand may begin an entity.
    return address.replace("(", "%28").replace(")", "%29").replace("&", "&amp;")
