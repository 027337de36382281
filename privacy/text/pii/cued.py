"""What is personal only by what stands before it: days of birth, numbers of passports and licences, plates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from privacy.text.pii.cues import Reading, either
from privacy.text.pii.languages import Speech
from privacy.text.pii.spans import Span

BIRTH_REACH, PAPER_REACH = 32, 44  # signs between a cue and what it speaks of
_DATE = (
    r"(?:19|20)\d\d[\-./](?:0?[1-9]|1[0-2])[\-./](?:[0-2]?\d|3[01])|(?:[0-2]?\d|3[01])[\-./ ]{1,2}(?:[0-2]?\d|3[01])[\-./ ]{1,2}(?:19|20)?\d\d"
    r"|(?:18|19|20)\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
)
_PAPER = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z0-9\-]{0,11}[0-9])[A-Z0-9][A-Z0-9\-]{4,14}(?![A-Za-z0-9])")
_PLATE = re.compile(
    r"(?<!\w)(?=[A-ZÄÖÜÆØÅ0-9 \-·.]{0,9}[0-9])[A-ZÄÖÜ0-9]{1,4}(?:[ \-·.]{0,2}[A-Z0-9]{1,5}){1,3}(?!\w)"
    r"|[\u4e00-\u9fff]{2,4} ?\d{2,3} ?[ぁ-ん] ?\d{1,2}-?\d{2}|[\u4e00-\u9fff][A-Z][·• ]?[A-Z0-9]{5,6}"
)


@lru_cache(maxsize=32)
def _dates(speech: Speech) -> re.Pattern[str]:
    months = speech.words("months")
    named = either(months)
    worded = rf"(?:{named})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th|º|er|\.)? (?:de |of )?(?:{named})\.?,? (?:de |del )?\d{{4}}"
    return re.compile(rf"(?<![\w])(?:{_DATE}{'|' + worded if months else ''})(?!\d)", re.IGNORECASE)


def cued(reading: Reading) -> Iterator[Span]:
    """Birthdays, passports and licences, plates: each within some forty signs after its cue."""
    yield from _after(reading, "birth", _dates(reading.speech), BIRTH_REACH, "birthday")
    yield from _after(reading, "passport", _PAPER, PAPER_REACH, "passport")
    yield from _after(reading, "plate", _PLATE, PAPER_REACH, "plate")


def _after(reading: Reading, key: str, form: re.Pattern[str], reach: int, kind: str) -> Iterator[Span]:
    """The first of the form after each cue, in the cue's reach."""
    text = reading.text
    for cue in reading.ends(key):
        found = form.search(text, cue, min(len(text), cue + reach + 24))
        if found and found.start() - cue <= reach and not _ended(text[cue : found.start()]):
            digits = sum(map(str.isdigit, found[0]))
            if (kind == "passport" and digits < 4) or (kind == "plate" and not any(map(str.isalpha, found[0]))):
                continue
            yield Span(found.start(), found.end(), kind, 0.75 if kind == "plate" else 0.85)


def _ended(between: str) -> bool:
    """Whether a sentence or another field begins between a cue and what is found."""
    return "\n" in between or "。" in between or bool(re.search(r"[a-zà-ÿ]{3}[.;] |[!?] ", between))
