"""Names of people in Chinese and Japanese text: a surname before an honorific, or after what introduces somebody.

What it cannot see: names without either, rare surnames, where a Chinese name of two signs ends before a sign that could
be its third.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from privacy.text.pii import gazetteers, languages
from privacy.text.pii.cues import Reading, either
from privacy.text.pii.spans import Span

_EASTERN = re.compile("[\u4e00-\u9fff]")


class Eastern(NamedTuple):
    """How one language of Chinese signs speaks of people."""

    honoured: re.Pattern[str]
    introduced: re.Pattern[str]
    stop: frozenset[str]
    begins: tuple[str, ...]  # what no name begins with


@lru_cache(maxsize=4)
def _eastern(locale: str) -> Eastern:
    language = languages.speech((locale,)).each()[0]
    family = either(gazetteers.last_names_of(locale) | set(language["surnames"]))
    after, before = either(language["honorifics"]), either(language["introductions"])
    given = "[\u4e00-\u9fff\u3041-\u3096\u30a1-\u30fa々ー]"
    return Eastern(
        re.compile(rf"((?:{family})[ \u3000]?(?:(?!{after}){given}){{0,3}}?)[ \u3000]?(?:{after})"),
        re.compile(
            rf"(?:{before})[\"”」]?[ は为是]{{0,2}}[:：は为是]?[ \"“「]{{0,2}}((?:{family})[ \u3000]?{given}{{1,4}})"
        ),
        frozenset(language["not_names"]),
        tuple(word for word in language["not_names"] if len(word) > 1),
    )


def eastern_names(reading: Reading) -> Iterator[Span]:
    """People in Chinese and Japanese: a surname before an honorific or after an introduction."""
    text = reading.text
    if text.isascii() or not _EASTERN.search(text):
        return
    for locale in reading.speech.locales:
        if locale not in ("ja_JP", "zh_CN"):
            continue
        forms = _eastern(locale)
        for found in forms.honoured.finditer(text):
            before = text[max(0, found.start() - 1) : found.end()]
            if (
                found[1] not in forms.stop
                and not before.startswith(forms.begins)
                and not found[0].startswith(forms.begins)
            ):
                yield Span(found.start(1), found.end(1), "person", 0.75)
        for found in forms.introduced.finditer(text):
            name = _cut(found[1], locale)
            if name not in forms.stop and not name.startswith(forms.begins):
                yield Span(found.start(1), found.start(1) + len(name), "person", 0.7)


def _cut(name: str, locale: str) -> str:
    """What of the signs after a surname belongs to the name: to the first particle; in Chinese two or three signs."""
    if locale == "zh_CN":
        double = name[:2] in gazetteers.last_names_of(locale) or name[:2] in (
            "欧阳",
            "司徒",
            "诸葛",
            "夏侯",
            "慕容",
            "尉迟",
        )
        return name[: 4 if double else 3]
    return re.split(r"(?<=.)(?:です|さん|様|と|の|が|は|を|に|へ|氏|先生|で|も)", name)[0].rstrip()
