"""Postal addresses in running text: streets by their words and numbers, whole addresses by postcode and city.

What it cannot see: addresses without a house number and without a postcode, cities alone, directions ("the blue house
behind the church").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from privacy.text.pii.gazetteers import street_ends_of
from privacy.text.pii.languages import Speech, speech
from privacy.text.pii.names import _UPPER as UPPER
from privacy.text.pii.spans import Span

BEFORE = 110  # signs before a postcode in which its street is looked for
_CITY = rf"(?:['’]s-)?[{UPPER}][\w'’.\-]{{1,30}}(?: (?:(?:am|an der|im|in der|ob der|unter|sur|sous|lès|en|de|del|della|do|da|dos|la|le|les|nel|nell'|a|di|bei|op|aan den|i|v\.?) )?[{UPPER}(][\w'’.\-/)]{{1,30}}){{0,4}}"
_STATE = r"(?:,? ?(?:\([A-Z]{2}\)|[-/–] ?[A-Z]{2}\b|, ?[A-Z]{2}\b))?"
_PREFECTURES = (
    "北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|三重県|"
    "滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県"
)
_PART = re.compile(r"[^,\n;\"]*[^,\n;\" ][^,\n;\"]*")
_UNITS = "apt|suite|ste|unit|flat|apto|bloco|lgh|m\\.|lok\\.|appartamento|piso|puerta|interno|scala|apartamento|piano"
_NUMBER = re.compile(r"[0-9]+(?:[A-Za-z]|-[0-9]+)?")
_UNIT = re.compile(r"(?i)(?:box|psc|unit|apt\.?|suite|#|flat|studio|apartment|bp)\s*$")
_JAPAN = re.compile(
    rf"(?:〒? ?\d{{3}}-?\d{{4}} ?)?(?:{_PREFECTURES})[\u4e00-\u9fff\u3041-\u3096\u30a1-\u30faー々]{{1,30}}?\d{{1,4}}"
    r"(?:(?:丁目|番地|番|号|条|[-－ー−の]|[東西南北])+\d{0,4})*(?: [\u30a1-\u30fa\u4e00-\u9fffーがのヶA-Za-z]{2,20}\d{1,4}(?:号室|号)?)?"
)
_CHINA = re.compile(
    r"(?![在住于到至址是])(?:[\u4e00-\u9fff]{2,3}(?:省|自治区)|[\u4e00-\u9fff]{2,3}市)[\u4e00-\u9fffA-Za-z0-9]{2,40}?(?:\d{1,5}号|[A-Za-z]座|\d{1,4}[室层幢栋])"
    r"(?:[\u4e00-\u9fffA-Za-z0-9]{1,12}(?:室|层|楼|座))?(?: ?\d{6}(?!\d))?"
)
_EASTERN = {"ja_JP": _JAPAN, "zh_CN": _CHINA}


def places(text: str, cues: Speech) -> Iterator[Span]:
    """The addresses in a text."""
    digits = re.search("[0-9]", text) is not None
    for language in cues.each():
        name = language["locales"][0]
        if name in _EASTERN:
            if not text.isascii():
                yield from (Span(one.start(), one.end(), "address", 0.9) for one in _EASTERN[name].finditer(text))
        elif digits:
            yield from _western(text, _country(name))


class Country(NamedTuple):
    """How a locale's addresses are written: patterns of streets and of postcodes, and the words that they hold."""

    street: re.Pattern[str]
    codes: tuple[re.Pattern[str], ...]
    small: frozenset[str]  # words that may begin with a small letter
    types: frozenset[str]  # small words that streets begin with
    typed: frozenset[str]
    ends: tuple[str, ...]
    first: bool  # the house number stands first


@lru_cache(maxsize=16)
def _country(name: str) -> Country:
    language = speech((name,)).each()[0]
    types = language.get("streets_before", ())
    return Country(
        _street(language),
        _codes(language),
        frozenset(
            word
            for key in ("small", "streets_before", "streets_after", "streets_end")
            for word in language.get(key, ())
        ),
        frozenset(() if "streets_end" in language else types),
        frozenset(
            word.rstrip(".")
            for key in ("streets_before", "streets_after", "streets_first")
            for word in language.get(key, ())
        ),
        tuple(word for word in language.get("streets_end", ()) if len(word) > 3),
        language["number"] == "first",
    )


def _western(text: str, country: Country) -> Iterator[Span]:
    for found in country.street.finditer(text):
        yield Span(found.start(), found.end(), "address", 0.91)
    for found in (found for code in country.codes for found in code.finditer(text)):
        start = _street_start(text, found.start(), country)
        if start is not None:
            yield Span(start, found.end(), "address", 0.93)


def _street(language: dict[str, Any]) -> re.Pattern[str]:
    """The form of a street with its number."""
    types = language.get("streets_before", ())
    small = "|".join(f"{re.escape(one)}(?![^\\W\\d_])" for one in _longest(language.get("small", ())))
    name = rf"[{UPPER}][\w'’.\-]{{0,30}}"
    unit = rf"(?:,? (?i:{_UNITS})\.? ?#?[\w\-º]{{1,6}}(?: [A-Za-z]{{1,2}}\b)?)?"
    number = r"\d{1,5}(?: ?[A-Za-z](?![\w]))?(?:[/\-]\d{0,4}[A-Za-z]?(?![\w]))?"
    near = r"(?=[^\d\n]{3,90}\d)"  # most words have no number after them: what is dear is not tried there
    if "streets_after" in language:
        ends = {*language["streets_after"], *(one for locale in language["locales"] for one in street_ends_of(locale))}
        last = "|".join(re.escape(one) for word in _longest(ends) for one in (word.capitalize(), word.upper()))
        body = rf"(?:Flat \w{{1,4}},? )?{number},? (?:[{UPPER}\d][\w'’.\-]{{0,30}} )(?:(?:[{UPPER}\d][\w'’.\-]{{0,30}}|{small}) ){{0,3}}(?:{last})(?!\w)\.?{unit}"
    elif "streets_end" in language:
        last = "|".join(map(re.escape, _longest(language["streets_end"])))
        early = rf"(?:{name} (?:(?:{small}) )?){{0,3}}{name}"
        titled = "|".join(re.escape(one.capitalize()) for one in types)
        other = rf"(?<!\w)(?:{titled}) (?:{name}|{small})(?: (?:{name}|{small})){{0,3}}"
        body = rf"{near}(?:{early}(?i:(?:(?<=\w)|[ \-])(?:{last}))|{other}) {number}(?![\d.,]\d){unit}"
    elif language["number"] == "first":
        first = "|".join(map(re.escape, _longest(types)))
        body = rf"(?:{number}(?: ?(?:bis|ter|quater))?,? )(?i:{first}) (?:(?:{name}|{small})[ \-]?){{1,6}}"
    else:
        first = "|".join(map(re.escape, _longest(types)))
        body = rf"{near}(?<!\w)(?i:{first}) ?(?:(?:{name}|{small}) ){{0,5}}(?:{name}|{small})(?:,| n\.º| nº)? {number}(?![\d.]\d){unit}"
    return re.compile(rf"(?<![\w.,\-/])(?:{body})(?<![ \-])")


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


def _codes(language: dict[str, Any]) -> tuple[re.Pattern[str], ...]:
    """The forms of a postcode with its city, which stands after it, before it, or either."""
    code = language["postcode"]
    if language["city"] == "before":
        return (re.compile(rf"(?<!\w){code}(?!\w)"),)
    after = rf"(?<![\w.,\-]){code}(?: |, ?|,? ?\n){_CITY}{_STATE}(?: ?[/\-–] ?[A-Z]{{2}}(?!\w))?"
    if language["city"] == "after":
        return (re.compile(after),)
    return re.compile(after), re.compile(rf"(?<=, ){code}(?![\w.,]?\d)")


def _street_start(text: str, at: int, country: Country) -> int | None:
    """Where the street before a postcode begins: the first part before it from which on nothing but an address stands."""
    low = max(0, at - BEFORE)
    best: int | None = None
    for part in reversed(list(_PART.finditer(text, low, at))[-5:]):
        begin = _tail(part[0], country)
        if begin is None:
            break
        tail = part[0][begin:]
        if any(map(str.isdigit, tail)) or _typed(tail, country):
            best = part.start() + begin
        if part[0][:begin].strip(" -"):
            break
    return best


def _typed(tail: str, country: Country) -> bool:
    """Whether a part holds a word of streets."""
    words = {word.casefold().strip(".") for word in tail.split()}
    return bool(words & country.typed) or any(word.endswith(country.ends) for word in words if country.ends)


def _tail(part: str, country: Country) -> int | None:
    """Where the words at the end of a part begin that an address may be; None where there are none."""
    begin: int | None = None
    words = list(re.finditer(r"\S+", part))[-9:]
    for word in reversed(words):
        token = word[0]
        folded = token.casefold()
        beginning = token[0].isupper() or token[0].isdigit() or folded in country.types
        if not (beginning or folded in country.small or token[0] in "#'’º(-–") or _ends_sentence(token, country):
            break
        # Where the number stands last, a street begins with one only where nothing stands before it: no date is a street.
        if not (token[0].isdigit() and not country.first and part[: word.start()].strip()):
            begin = word.start() if beginning or token[0] in "'’" else begin
        if country.first and _NUMBER.fullmatch(token) and not _UNIT.search(part, 0, word.start()):
            break
    else:
        return begin if begin is not None else words[0].start()
    return begin


def _ends_sentence(token: str, country: Country) -> bool:
    if token[-1] == "." and len(token) > 6:
        return not (country.ends and token[:-1].casefold().endswith((*country.ends, "str")))
    return token[-1] == ":" or "@" in token
