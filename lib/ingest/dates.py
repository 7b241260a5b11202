"""Dates as files write them: read to the day, the month or the year, or not at all and with a reason.

Only what is certain is taken. `03/04/2024` may be March or April, so the year is all that it tells, and of
31 February the month. A range counts from its beginning, no more exactly than its end is known: "4-8 Aug. 2020" is
4 August, "1 Jan.-Feb. 2019" January.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from lib.core.dates import FIRST_YEAR, PartialDate
from lib.core.text import fold
from lib.ingest.values import text_of

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_OTHER_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januar janner janvier janv enero ene janeiro gennaio gen",
            "februar fevrier fevr fev febrero fevereiro febbraio",
            "marz maerz mars marzo marco",
            "avril avr abril abr aprile",
            "mai mayo maio maggio mag",
            "juni juin junio junho giugno giu",
            "juli juillet juil julio julho luglio lug",
            "aout agosto ago",
            "septembre septiembre setiembre setembro settembre set",
            "oktober okt octobre octubre outubro out ottobre ott",
            "novembre noviembre novembro",
            "dezember dez decembre diciembre dic dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
"""German, French, Spanish, Portuguese and Italian, without accents."""

_SEASONS: Final = frozenset(
    {"spring", "summer", "autumn", "fall", "winter", "printemps", "ete", "automne", "hiver", "fruhjahr", "sommer"}
)
_SKIPPED: Final = frozenset(
    (
        *("of", "the", "de", "del", "le", "el", "der", "den", "am", "mon", "tue", "tues", "wed", "thu", "thurs", "fri"),
        *("sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
)
_NO_DATE_WORDS: Final = frozenset({"n d", "nd", "no date", "s a", "s d", "o j", "in press", "forthcoming", "undefined"})

_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_TIME = re.compile(r"[T ,]+\d{1,2}:\d{2}.*$")
_LABEL = re.compile(r"^[A-Za-z][A-Za-z ]{2,25}:\s*")
_RIS = re.compile(r"(\d{4})/(\d{0,2})/(\d{0,2})/.*")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_FLOAT_YEAR = re.compile(r"(\d{4})\.0+")
_ABOUT_YEAR = re.compile(r"[\[(]?\s*(?:c|ca|circa|cop|p|©)?[.\s]*(\d{4})\s*\??\s*[\])]?\??")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_PIECE = re.compile(r"\d+|[^\W\d_]+|[-–—/]")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b")
_LONGEST: Final = 1000
"""Characters of a text that may be a date; of longer ones some forms would take very long to find out."""
_UNKNOWN: Final = "not a date of a known form"


class ReadDate(NamedTuple):
    """What could be made of a date. `problem` says why it is less than what was there, "" if it is not."""

    date: PartialDate | None
    problem: str = ""


NO_DATE = ReadDate(None)


class ImpliedDate(NamedTuple):
    """A date whose year a copied page did not write; a reader gives it in place of a text."""

    date: PartialDate


def read_date(value: object, today: date | None = None) -> ReadDate:
    """Read a date of any usual form; times with a zone count by their day in UTC.

    Nothing at all gives no date and no problem; what is there and cannot be read gives a problem. Where `today` is
    given, a year after the next one is not believed.
    """
    if isinstance(value, Mapping):
        value = value.get("date-parts", "")
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        value = moment.date()
    if isinstance(value, date):
        return _believed(_made(value.year, value.month, value.day), today)
    if isinstance(value, list | tuple):
        return _believed(_parts(value), today)
    text = text_of(value).rstrip("/-., ")
    if len(text) > _LONGEST:
        return ReadDate(None, _UNKNOWN)
    return _believed(_read_text(text, (today.year if today else 2030) + 1), today) if text else NO_DATE


def _believed(read: ReadDate, today: date | None) -> ReadDate:
    if read.date is not None and today is not None and read.date.year > today.year + 1:
        return ReadDate(None, f"the year {read.date.year} lies too far in the future")
    return read


def _parts(value: list[object] | tuple[object, ...]) -> ReadDate:
    """Read [2019, 3, 1] or, as Crossref has it, a list of such lists; two of them are a range."""
    dates = [part for part in value if isinstance(part, list | tuple)] or [value]
    ends = []
    for parts in dates[:2]:
        numbers = [text_of(part) for part in parts if text_of(part)]
        if not numbers:
            return NO_DATE
        if len(numbers) > 3 or not all(number.isascii() and number.isdecimal() for number in numbers):
            return read_date(numbers[0]) if len(numbers) == 1 else ReadDate(None, _UNKNOWN)
        ends.append(_made(*map(int, numbers)))
    first = ends[0]
    if len(ends) == 2 and first.date is not None and ends[1].date is not None:
        return ReadDate(_no_finer(first.date, ends[1].date.precision), first.problem)
    return first


@lru_cache(maxsize=1 << 14)
def _read_text(text: str, last_year: int) -> ReadDate:
    """Read a text; years of two digits are those up to `last_year`."""
    if _ISO_TIME.fullmatch(text):
        try:
            return read_date(datetime.fromisoformat(text))
        except ValueError:
            pass  # the day may stand all the same
    text = _TIME.sub("", _LABEL.sub("", text))
    if match := _RIS.fullmatch(text + "/"):
        text = "-".join(filter(None, match.groups()))
    text = text.replace("年", "-").replace("月", "-").replace("日", "").rstrip("-")
    if match := _FLOAT_YEAR.fullmatch(text) or _ABOUT_YEAR.fullmatch(text):
        return _made(int(match[1]))
    if match := _COMPACT.fullmatch(text):
        return _made(*(int(part) for part in match.groups() if part))
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text.split(".")[0]) == 13 else 1)
        return read_date(datetime.fromtimestamp(seconds, UTC))
    if match := _NUMBERS.fullmatch(text):
        return _numbers(int(match[1]), int(match[2]), _full_year(match[3], last_year))
    return _tokens(text, last_year)


def _tokens(text: str, last_year: int) -> ReadDate:
    """Read a date by the kinds of its parts: D a short number, M a month, Y a year, S a season, - a dash or slash."""
    if fold(text) in _NO_DATE_WORDS:
        return ReadDate(None, "says that there is no date")
    kinds, values = "", []
    for piece in _PIECE.findall(_ORDINAL.sub("", text)):
        if piece in "-–—/":
            kinds, value = kinds + "-", 0
        elif piece.isdecimal() and piece.isascii():
            if len(piece) not in (1, 2, 4):
                return ReadDate(None, _UNKNOWN)
            kinds, value = kinds + ("Y" if len(piece) == 4 else "D"), int(piece)
        else:
            name = fold(piece)
            if name in _SKIPPED:
                continue
            value = MONTHS.get(name) or _OTHER_MONTHS.get(name, 0)
            if not value and name not in _SEASONS:
                return ReadDate(None, _UNKNOWN)
            kinds += "M" if value else "S"
        values.append(value)
    if "S" in kinds and "Y" in kinds:
        year = _made(values[kinds.index("Y")])
        return ReadDate(year.date, year.problem or "a season is no month, so only the year was taken")
    return _of_kinds(kinds, values, last_year)


def _of_kinds(kinds: str, values: list[int], last_year: int) -> ReadDate:
    plain = kinds.replace("-", "")
    numbers = [value for kind, value in zip(kinds, values, strict=True) if kind != "-"]
    if plain in {"Y", "YD", "YDD"}:
        return _made(*numbers)
    if plain == "DY":
        return _made(numbers[1], numbers[0])
    if plain in {"MY", "YM", "DMY", "MDY", "YMD", "YDM"}:
        found = dict(zip(plain, numbers, strict=True))
        return _made(found["Y"], found["M"], found.get("D"))
    if kinds == "D-M-D":  # as spreadsheets write it, 1-Dec-25
        return _made(_full_year(f"{values[4]:02}", last_year), values[2], values[0])
    if kinds == "DMDY":  # as IEEE writes the first and the last day of a month
        return _made(values[3], values[1], values[0])
    if kinds.count("-") != 1:
        return ReadDate(None, _UNKNOWN)
    middle = kinds.index("-")
    return _range(kinds[:middle], values[:middle], kinds[middle + 1 :], values[middle + 1 :])


def _range(first: str, first_values: list[int], last: str, last_values: list[int]) -> ReadDate:
    """Read a range; what one end leaves out, the other one has."""
    begin, end = dict(zip(first, first_values, strict=True)), dict(zip(last, last_values, strict=True))
    known = begin | end
    whole = len(begin) == len(first) and len(end) == len(last)
    if not whole or "Y" not in known or ("D" in known and "M" not in known):
        return ReadDate(None, _UNKNOWN)
    year = begin.get("Y", end.get("Y", 0))
    if "Y" not in begin and begin.get("M", 0) > end.get("M", 12):
        year -= 1  # Nov-Jan 2020
    month = begin.get("M") or ("D" in begin and end.get("M")) or None
    read = _made(year, month, begin.get("D"))
    if read.date is None:
        return read
    precision = "day" if "D" in end else "month" if "M" in end else "year"
    return ReadDate(_no_finer(read.date, precision), read.problem)


def _no_finer(day: PartialDate, precision: str) -> PartialDate:
    if precision == "year":
        return PartialDate(day.year)
    return PartialDate(day.year, day.month) if precision == "month" else day


def _full_year(year: str, last_year: int) -> int:
    if len(year) == 4:
        return int(year)
    number = last_year // 100 * 100 + int(year)
    return number if number <= last_year else number - 100


def _numbers(first: int, second: int, year: int) -> ReadDate:
    """Read 25/12/2024: which number is the month shows only where the other cannot be one."""
    if first == second or first > 12:
        return _made(year, second, first)
    if second > 12:
        return _made(year, first, second)
    only_year = _made(year)
    return ReadDate(
        only_year.date,
        only_year.problem or "which number is the month cannot be told, so only the year was taken",
    )


def _made(year: int, month: int | None = None, day: int | None = None) -> ReadDate:
    """The date of these numbers, as far as there is such a one."""
    # 2024-03-00 and 2024-00-00 are how some services write an unknown day or month.
    day = day or None
    month = month or None
    if month is None:
        day = None
    try:
        PartialDate(year)
    except ValueError:
        return ReadDate(None, f"no year of a paper: {year} is before {FIRST_YEAR} or far in the future")
    if month is not None and month > 12:
        return ReadDate(PartialDate(year), "no such month in the calendar, so only the year was taken")
    try:
        return ReadDate(PartialDate(year, month, day))
    except ValueError:
        return ReadDate(PartialDate(year, month), "no such day in the calendar, so only the month was taken")
