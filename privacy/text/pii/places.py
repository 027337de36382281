"""Postal addresses in running text: streets by their words and numbers, whole addresses by postcode and city.

What it cannot see: addresses without a house number and without a postcode, cities alone, directions ("the blue house
behind the church").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from privacy.text.pii.cues import Reading, either
from privacy.text.pii.gazetteers import street_ends_of
from privacy.text.pii.languages import Speech
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
_SIDES = (("before", {"before"}), ("after", {"after", "any"}), ("any", {"any"}))  # of its postcode where a city stands
_UNITS = "apt|suite|ste|unit|flat|apto|bloco|lgh|m\\.|lok\\.|appartamento|piso|puerta|interno|scala|apartamento|piano"
_NUMBER = re.compile(r"[0-9]+(?:[A-Za-z]|-[0-9]+)?")
_TOKEN = re.compile(r"\S+")
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


def places(reading: Reading) -> Iterator[Span]:
    """The addresses in a text."""
    if not reading.text.isascii():
        for locale in reading.speech.locales:
            if locale in _EASTERN:
                found = _EASTERN[locale].finditer(reading.text)
                yield from (Span(one.start(), one.end(), "address", 0.9) for one in found)
    if reading.has_digits:
        for country in _countries(reading.speech):
            yield from _western(reading.text, country)


class Country(NamedTuple):
    """How addresses are written where they are written alike: patterns of streets and postcodes, and what they hold."""

    street: re.Pattern[str]
    codes: Sequence[re.Pattern[str]]
    small: frozenset[str]  # words that may begin with a small letter
    types: frozenset[str]  # small words that streets begin with
    typed: frozenset[str]
    ends: tuple[str, ...]
    first: bool  # the house number stands first


@lru_cache(maxsize=32)
def _countries(cues: Speech) -> tuple[Country, ...]:
    """Languages whose streets have the same form are read together: that is one pass for all of them."""
    alike: dict[str, list[dict[str, Any]]] = {}
    for language in cues.each():
        if "postcode" in language:
            alike.setdefault(_form(language), []).append(language)
    return tuple(_country(form, languages) for form, languages in alike.items())


def _form(language: dict[str, Any]) -> str:
    """Where a language's streets have their word and their number: ``Main Street``, ``Hauptstraße 1``, ``rue``, ``via``."""
    if "streets_after" in language or "streets_end" in language:
        return "after" if "streets_after" in language else "end"
    return str(language["number"])


def _country(form: str, languages: Sequence[dict[str, Any]]) -> Country:
    words = partial(_words, languages)
    typed = words("streets_before", "streets_after", "streets_first")
    return Country(
        _street(form, languages),
        _codes(languages),
        frozenset(words("small", "streets_before", "streets_after", "streets_end")),
        frozenset(() if form == "end" else words("streets_before")),
        frozenset(word.rstrip(".") for word in typed),
        tuple(word for word in words("streets_end") if len(word) > 3),
        languages[0]["number"] == "first",
    )


def _words(languages: Iterable[dict[str, Any]], *keys: str) -> list[str]:
    return [word for language in languages for key in keys for word in language.get(key, ())]


def _western(text: str, country: Country) -> Iterator[Span]:
    for found in country.street.finditer(text):
        yield Span(found.start(), found.end(), "address", 0.91)
    for code in country.codes:
        begun = len(text)
        for found in reversed(list(code.finditer(text))):
            # The address of a code further on may reach back over this one.
            start = _street_start(text, found.start(), country) if found.start() < begun else None
            if start is not None:
                begun = start
                yield Span(start, found.end(), "address", 0.93)


def _street(form: str, languages: Sequence[dict[str, Any]]) -> re.Pattern[str]:
    """The form of a street with its number."""
    types, ends = _words(languages, "streets_before"), _words(languages, "streets_end")
    small = f"(?:{either(_words(languages, 'small'))})(?![^\\W\\d_])"
    name = rf"[{UPPER}][\w'’.\-]{{0,30}}"
    unit = rf"(?:,? (?i:{_UNITS})\.? ?#?[\w\-º]{{1,6}}(?: [A-Za-z]{{1,2}}\b)?)?"
    number = r"\d{1,5}(?: ?[A-Za-z](?![\w]))?(?:[/\-]\d{0,4}[A-Za-z]?(?![\w]))?"
    near = r"(?=[^\d\n]{1,90}\d)"  # most words have no number after them: what is dear is not tried there
    if form == "after":
        locales = [locale for language in languages for locale in language["locales"]]
        last = {*_words(languages, "streets_after"), *(one for locale in locales for one in street_ends_of(locale))}
        word = rf"[{UPPER}\d][\w'’.\-]{{0,30}}"
        body = rf"(?:Flat \w{{1,4}},? )?{number},? {word} (?:(?:{word}|{small}) ){{0,3}}{_cased(last, small=False)}(?!\w)\.?{unit}"
    elif form == "end":
        early = rf"(?:{name} (?:(?:{small}) )?){{0,3}}{name}"
        titled = either(one.capitalize() for one in types)
        other = rf"(?<!\w){titled} (?:{name}|{small})(?: (?:{name}|{small})){{0,3}}"
        ended = rf"{early}(?i:(?:(?<=\w)|[ \-]){either(ends)})"
        body = rf"(?=[{UPPER}]){near}(?:{ended}|{other}) {number}(?![\d.,]\d){unit}"
    elif form == "first":
        body = rf"{number}(?: ?(?:bis|ter|quater))?,? {_cased(types)} (?:(?:{name}|{small})[ \-]?){{1,6}}"
    else:
        typed = rf"(?<!\w){_cased(types)}(?:(?<![^\W\d_]) ?| ){near}"
        body = rf"{typed}(?:(?:{name}|{small}) ){{0,5}}(?:{name}|{small})(?:,| n\.º| nº)? {number}(?![\d.]\d){unit}"
    return re.compile(rf"(?<![\w.,\-/])(?:{body})(?<![ \-])")


def _cased(words: Iterable[str], *, small: bool = True) -> str:
    """One of the words, capitalised, in capitals, or (``small``) in small letters."""
    return either({one for word in words for one in (word.capitalize(), word.upper(), *([word] * small))})


def _codes(languages: Sequence[dict[str, Any]]) -> list[re.Pattern[str]]:
    """The forms of a postcode with its city, which stands before it, after it, or either."""
    codes = {city: "|".join(one["postcode"] for one in languages if one["city"] in cities) for city, cities in _SIDES}
    forms = (
        ("before", rf"(?<!\w)(?=[A-Z])(?:{codes['before']})(?!\w)"),
        (
            "after",
            rf"(?<![\w.,\-])(?=[A-Z\d])(?:{codes['after']})(?: |, ?|,? ?\n){_CITY}{_STATE}(?: ?[/\-–] ?[A-Z]{{2}}(?!\w))?",
        ),
        ("any", rf"(?<=, )(?:{codes['any']})(?![\w.,\-]?\d)"),
    )
    return [re.compile(form) for city, form in forms if codes[city]]


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
    words = list(_TOKEN.finditer(part))[-9:]
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
