"""Phone numbers in text: international ones, national forms of the locales, and bare digits after a cue.

What it cannot see: a bare number of a country whose locale was not asked for, without a cue; numbers spelled with
letters (1-800-FLOWERS).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from privacy.text.disguises import fills_line
from privacy.text.pii.cues import Reading
from privacy.text.pii.spans import Span

_DATE = re.compile(
    r"(?:19|20)\d\d[\-./](?:0?[1-9]|1[0-2])[\-./](?:[0-2]?\d|3[01])(?!\d)|(?:[0-2]?\d|3[01])[\-./](?:[0-2]?\d|3[01])[\-./](?:19|20)?\d\d(?!\d)"
)
_EXTENSION = re.compile(r" ?(?:x|ext\.?|#) ?[0-9]{1,6}(?![0-9])", re.IGNORECASE)
_INTERNATIONAL = re.compile(r"\(?(?:\+|00) ?[1-9]")
# National forms: two groups and more, as the numbering plans and Faker's formats write them.
_NATIONAL = {
    "en_US": r"(?:\+?1[ .\-]?|001-)?(?:\([2-9]\d\d\)|[2-9]\d\d)[ .\-]?[2-9]\d\d[ .\-]\d{4}",
    "en_GB": r"\(?0\d{2,5}\)?[ \-]?\d{3,4}[ \-]?\d{3,6}",
    "de_DE": r"\(?0[1-9]\d{1,4}\)?[ /\-]{0,3}\d[\d \-/]{2,12}\d",
    "fr_FR": r"0 ?[1-9](?:[ .\-]?\d\d){4}",
    "es_ES": r"[6789]\d\d(?: \d{3} \d{3}|(?: \d\d){3}|-\d{3}-\d{3})",
    "it_IT": r"0\d{1,3}[ \-/]?\d{5,8}|3\d\d[ \-/.]\d{3}[ ]?\d{3,4}",
    "pl_PL": r"\d{3}[ \-]\d{3}[ \-]\d{3}|\(?\d\d\)?[ \-]\d{3}[ \-]\d\d[ \-]\d\d",
    "pt_BR": r"\(?0?[1-9]\d\)?[ \-]?9?\d{4}[ \-]\d{4}|0[389]00[ \-]?\d{3}[ \-]?\d{4}|9?\d{4}-\d{4}",
    "nl_NL": r"\(?0[1-9]\d{0,3}\)?[ \-]{0,3}\d[\d \-]{4,9}\d",
    "sv_SE": r"0\d{1,3}[ \-/]{1,3}\d[\d \-]{3,9}\d|0\d{8,9}",
    "ja_JP": r"0\d{1,4}-\d{1,4}-\d{3,4}|0[5789]0\d{8}",
    "zh_CN": r"1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}|0\d{2,3}-\d{7,8}|400-?\d{3}-?\d{4}",
}
_FORMS = {locale: re.compile(form) for locale, form in _NATIONAL.items()}
# Their digits alone, from the first that is dialled within the country (national plans, as reported to the ITU, E.129).
_PLANS = {
    locale: re.compile(digits)
    for locale, digits in {
        "en_US": r"1?[2-9]\d\d[2-9]\d{6}", "en_GB": r"0[1-9]\d{8,9}", "de_DE": r"0[1-9]\d{7,10}", "fr_FR": r"0[1-9]\d{8}",
        "es_ES": r"[6-9]\d{8}", "it_IT": r"0\d{7,10}|3\d{8,9}", "pl_PL": r"[1-9]\d{8}", "pt_BR": r"0?[1-9][1-9]9?\d{8}",
        "nl_NL": r"0[1-9]\d{8}", "sv_SE": r"0[1-9]\d{6,8}", "ja_JP": r"0[1-9]\d{8,9}", "zh_CN": r"1[3-9]\d{9}|0[1-9]\d{8,10}",
    }.items()
}  # fmt: skip
_SINGLE = re.compile(r"[+(]?\d(?:[ .\-]{1,3}\d)+")
_CLOSED = re.compile(r"(?<=\d)[ .\-](?=\d(?:[ .\-]|$))")
_COUNTING = "01234567890123456789"
_STRONG = ("zh_CN", "ja_JP", "fr_FR")  # whose bare forms are few


def phone(reading: Reading, start: int, end: int, groups: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The phone numbers in a run of digits and separators from start to end, whose groups of digits are given."""
    text = reading.text
    start, end = _without_dates(text, start, end)
    row = text[start:end]
    count = sum(map(str.isdigit, row))
    if not 7 <= count <= 22:
        return
    if longer := _EXTENSION.match(text, end):
        end = longer.end()
    asked = reading.near("phone", start)
    if _INTERNATIONAL.match(row) and count >= 8:
        yield Span(start, end, "phone", 0.9 if asked or row[0] in "+(" else 0.75)
        return
    if reading.against(start) and not asked:
        return
    if asked:
        # What is spaced sign by sign has a digit in each group.
        yield Span(start, end, "phone", 0.8 if count <= 15 else 0.5)
        return
    yield from _unasked(reading, row, start, end, alone=len(groups) == 1)


def _unasked(reading: Reading, row: str, start: int, end: int, *, alone: bool) -> Iterator[Span]:
    """The digits of a row, without an extension, by their form alone."""
    if reading.text[start - 1 : start].isalnum():
        return
    if reading.hidden and _hidden(row, reading.speech.locales):
        yield Span(start, end, "phone", 0.6)
        return
    closed = row
    if _SINGLE.fullmatch(row):
        if fills_line(reading.text, start, end):
            return  # a row of a puzzle or a matrix
        closed = _CLOSED.sub("", row)
    for locale in reading.speech.locales:
        if (not alone or row[0] == "0" or locale in _STRONG) and _FORMS[locale].fullmatch(closed):
            yield Span(start, end, "phone", 0.65 if row[0] in "0(" or not alone else 0.6)
            return


def _hidden(row: str, locales: Iterable[str]) -> bool:
    """Whether digits that somebody disguised are a number of a locale's plan, and neither a pattern nor counting."""
    digits = "".join(filter(str.isdigit, row))
    if len(set(digits)) < 4 or digits in _COUNTING or digits[::-1] in _COUNTING:
        return False
    return any(_PLANS[locale].fullmatch(digits) for locale in locales)


def _without_dates(text: str, start: int, end: int) -> tuple[int, int]:
    """The run without a date at its beginning or its end."""
    if date := _DATE.match(text, start, end):
        start = date.end()
        while start < end and text[start] in " .,-/":
            start += 1
    for date in _DATE.finditer(text, max(start, end - 11), end):
        if date.end() == end and text[date.start() - 1 : date.start()] == " ":
            end = date.start() - 1
    return start, end
