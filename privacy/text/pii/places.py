"""Postal addresses in running text: streets by their words and numbers, whole addresses by postcode and city.

What it cannot see: addresses without a house number and without a postcode, cities alone, directions ("the blue house
behind the church").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from privacy.text.pii import gazetteers
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
_NUMBER = re.compile(r"[0-9]+(?:[A-Za-z]|-[0-9]+)?")
_UNIT = re.compile(r"(?i)(?:box|psc|unit|apt\.?|suite|#|flat|studio|apartment|bp)\s*$")
_JAPAN = re.compile(
    rf"(?:〒? ?\d{{3}}-?\d{{4}} ?)?(?:{_PREFECTURES})[\u4e00-\u9fff\u3041-\u3096\u30a1-\u30faー々]{{1,30}}?\d{{1,4}}"
    r"(?:(?:丁目|番地|番|号|条|[-－ー−の]|[東西南北])+\d{0,4})*(?: [\u30a1-\u30fa\u4e00-\u9fffー]{2,20}\d{1,4}(?:号室|号)?)?"
)
_CHINA = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}(?:省|自治区)|[\u4e00-\u9fff]{2,3}市)[\u4e00-\u9fffA-Za-z0-9]{2,40}?(?:\d{1,5}号|[A-Za-z]座|\d{1,4}[室层幢栋])"
    r"(?:[\u4e00-\u9fffA-Za-z0-9]{1,12}(?:室|层|楼|座))?(?: ?\d{6}(?!\d))?"
)


def places(text: str, cues: Speech) -> Iterator[Span]:
    """The addresses in a text."""
    digits = re.search("[0-9]", text) is not None
    for language in cues.each():
        name = language["locales"][0]
        if name == "ja_JP":
            yield from (Span(one.start(), one.end(), "address", 0.9) for one in _JAPAN.finditer(text))
        elif name == "zh_CN":
            yield from (Span(one.start(), one.end(), "address", 0.9) for one in _CHINA.finditer(text))
        elif digits:
            yield from _western(text, name, language)


def _western(text: str, name: str, language: dict[str, Any]) -> Iterator[Span]:
    street, codes = _patterns(name)
    for found in street.finditer(text):
        yield Span(found.start(), found.end(), "address", 0.91)
    for found in (found for code in codes for found in code.finditer(text)):
        start = _street_start(text, found.start(), language)
        if start is not None:
            yield Span(start, found.end(), "address", 0.93)


@lru_cache(maxsize=16)
def _patterns(name: str) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """The forms of a street with its number, and of a postcode with its city."""
    language = speech((name,)).each()[0]
    digit = r"\d" if "streets_after" in language else ""
    word = rf"(?:[{UPPER}{digit}][\w'’.\-]{{0,30}}|{_small(language)})"
    first = "|".join(re.escape(one) for one in language.get("streets_before", ()))
    titled = "|".join(re.escape(one.capitalize()) for one in language.get("streets_before", ()))
    ends = (*language.get("streets_after", ()), *language.get("streets_end", ()))
    if "streets_after" in language:
        ends += tuple(word for locale in language["locales"] for word in gazetteers.street_ends_of(locale))
    last = "|".join(sorted({re.escape(one) for one in ends}, key=len, reverse=True))
    unit = r"(?:,? (?:apt|suite|ste|unit|flat|apto|bloco|lgh|m\.|lok\.|appartamento|piso|puerta|interno|scala|apartamento)\.? ?#?[\w\-º]{1,6}(?: [A-Za-z]{1,2}\b)?)?"
    number = r"\d{1,5}(?: ?[A-Za-z](?![\w]))?(?:[/\-]\d{0,4}[A-Za-z]?(?![\w]))?"
    if "streets_after" in language:
        body = rf"(?:Flat \w{{1,4}},? )?{number},? (?:{word} ){{1,4}}(?i:{last})(?!\w)\.?{unit}"
    elif "streets_end" in language:
        early = rf"(?:[{UPPER}][\w'’.\-]{{0,30}} (?:{_small(language)} )?){{0,3}}[{UPPER}][\w'’.\-]{{0,30}}"
        body = rf"(?:{early}(?i:(?:(?<=\w)|[ \-])(?:{last}))|(?<!\w)(?:{titled}) {word}(?: {word}){{0,3}}) {number}(?![\d.,]\d){unit}"
    elif language["number"] == "first":
        body = rf"(?:{number}(?: ?(?:bis|ter|quater))?,? )(?i:{first}) (?:{word}[ \-]?){{1,6}}"
    else:
        body = rf"(?<!\w)(?i:{first}) ?(?:{word} ){{0,5}}{word}(?:,| n\.º| nº)? {number}(?![\d.]\d){unit}"
    return re.compile(rf"(?<![\w.,\-/])(?:{body})(?<![ \-])"), _codes(language)


def _small(language: dict[str, Any]) -> str:
    return "|".join(f"{re.escape(one)}(?![^\\W\\d_])" for one in sorted(language.get("small", ()), key=len, reverse=True))


def _codes(language: dict[str, Any]) -> tuple[re.Pattern[str], ...]:
    """The forms of a postcode with its city, which stands after it, before it, or either."""
    code = language["postcode"]
    if language["city"] == "before":
        return (re.compile(rf"(?<!\w){code}(?!\w)"),)
    state = r"(?:,? ?[-/–]? ?[A-Z]{2}(?!\w))?"
    after = rf"(?<![\w.,\-]){code}(?: |, ?|,? ?\n){_CITY}{_STATE}(?: ?[/\-–] ?[A-Z]{{2}}(?!\w))?"
    return re.compile(after), re.compile(rf"(?<!\w){_CITY}{state}, ?{code}(?![\w.,]?\d)")


def _street_start(text: str, at: int, language: dict[str, Any]) -> int | None:
    """Where the street before a postcode begins: the first part before it from which on nothing but an address stands."""
    low = max(0, at - BEFORE)
    best: int | None = None
    for part in reversed(list(re.finditer(r"[^,\n;]*[^,\n; ][^,\n;]*", text[low:at]))[-5:]):
        begin = _tail(part[0], language)
        if begin is None:
            break
        tail = part[0][begin:]
        if re.search(r"[0-9]", tail) or _typed(tail, language):
            best = low + part.start() + begin
        if part[0][:begin].strip(" -"):
            break
    return best


def _typed(tail: str, language: dict[str, Any]) -> bool:
    """Whether a part holds a word of streets."""
    words = {word.casefold().strip(".") for word in tail.split()}
    known = {word.rstrip(".") for key in ("streets_before", "streets_after", "streets_first") for word in language.get(key, ())}
    ends = tuple(word for word in language.get("streets_end", ()) if len(word) > 3)
    return bool(words & known) or any(word.endswith(ends) for word in words if ends)


def _tail(part: str, language: dict[str, Any]) -> int | None:
    """Where the words at the end of a part begin that an address may be; None where there are none."""
    small = {word for key in ("small", "streets_before", "streets_after") for word in language.get(key, ())}
    begin: int | None = None
    for word in reversed(list(re.finditer(r"\S+", part))[-9:]):
        token = word[0]
        beginning = token[0].isupper() or token[0].isdigit() or token.casefold() in language.get("streets_before", ())
        if not beginning and token.casefold() not in small and token[0] not in "#'’º(-–" or _ends_sentence(token, language):
            break
        begin = word.start() if beginning or token[0] in "'’" else begin
        if _NUMBER.fullmatch(token) and language["number"] == "first" and not _UNIT.search(part, 0, word.start()):
            break
    return begin


def _ends_sentence(token: str, language: dict[str, Any]) -> bool:
    if token[-1] == "." and len(token) > 6:
        return not token.casefold().endswith(language.get("streets_end", ()) or "\n")
    return token[-1] == ":" or "@" in token
