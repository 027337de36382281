"""Postal addresses in running text: streets by their words and numbers, whole addresses by postcode and city.

What it cannot see: addresses without a house number and without a postcode, cities alone, directions ("the blue house
behind the church").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

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
_JAPAN = re.compile(
    rf"(?:〒? ?\d{{3}}-?\d{{4}} ?)?(?:{_PREFECTURES})[\u4e00-\u9fff\u3041-\u3096\u30a1-\u30faー々]{{1,30}}?\d{{1,4}}"
    r"(?:(?:丁目|番地|番|号|条|[-－ー−の]|[東西南北])+\d{0,4})*(?: [\u30a1-\u30fa\u4e00-\u9fffー]{2,20}\d{1,4}(?:号室|号)?)?"
)
_CHINA = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}(?:省|自治区)|[\u4e00-\u9fff]{2,3}市)[\u4e00-\u9fffA-Za-z0-9]{2,40}?(?:\d{1,5}号|[A-Za-z]座|\d{1,4}[室层幢栋])"
    r"(?:[\u4e00-\u9fffA-Za-z0-9]{1,12}(?:室|层|楼|座))?(?: ?\d{6}(?!\d))?"
)


def places(text: str, speech: Speech) -> Iterator[Span]:
    """The addresses in a text."""
    digits = re.search("[0-9]", text) is not None
    for language in speech.each():
        name = language["locales"][0]
        if name == "ja_JP":
            yield from (Span(one.start(), one.end(), "address", 0.9) for one in _JAPAN.finditer(text))
        elif name == "zh_CN":
            yield from (Span(one.start(), one.end(), "address", 0.9) for one in _CHINA.finditer(text))
        elif digits:
            yield from _western(text, name, language)


def _western(text: str, name: str, language: dict[str, Any]) -> Iterator[Span]:
    street, code = _patterns(name)
    for found in street.finditer(text):
        yield Span(found.start(), found.end(), "address", 0.7)
    for found in code.finditer(text):
        start = _street_start(text, found.start(), language)
        if start is not None:
            yield Span(start, found.end(), "address", 0.88)


@lru_cache(maxsize=16)
def _patterns(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The forms of a street with its number, and of a postcode with its city."""
    from privacy.text.pii.languages import speech

    language = speech((name,)).each()[0]
    word = rf"(?:[{UPPER}\d][\w'’.\-]{{0,30}}|{_small(language)})"
    first = "|".join(re.escape(one) for one in language.get("streets_before", ()))
    last = "|".join(re.escape(one) for one in (*language.get("streets_after", ()), *language.get("streets_end", ())))
    unit = r"(?:,? (?:apt|suite|ste|unit|flat|apto|bloco|lgh|m\.|lok\.|appartamento|piso|puerta|interno|scala|apartamento)\.? ?#?[\w\-º]{1,6}(?: [A-Za-z]{1,2}\b)?)?"
    number = r"\d{1,5}(?: ?[A-Za-z](?![\w]))?(?:[/\-]\d{0,4}[A-Za-z]?(?![\w]))?"
    if "streets_after" in language:
        body = rf"(?:Flat \w{{1,4}},? )?{number},? (?:{word} ){{1,4}}(?i:{last})(?!\w)\.?{unit}"
    elif "streets_end" in language:
        early = rf"(?:{word} ){{0,3}}[{UPPER}][\w'’.\-]{{0,30}}"
        body = rf"(?:{early}(?i:(?:(?<=\w)|[ \-])(?:{last}))|(?i:{first}) {word}(?: {word}){{0,3}}) {number}(?![\d.,]\d){unit}"
    elif language["number"] == "first":
        body = rf"(?:{number}(?: ?(?:bis|ter|quater))?,? )(?i:{first}) (?:{word}[ \-]?){{1,6}}"
    else:
        body = rf"(?<!\w)(?i:{first}) ?(?:{word} ){{0,5}}{word}(?:,| n\.º| nº)? {number}(?![\d.]\d){unit}"
    return re.compile(rf"(?<![\w.,\-/])(?:{body})(?<![ \-])"), _code(language)


def _small(language: dict[str, Any]) -> str:
    return "|".join(f"{re.escape(one)}(?![^\\W\\d_])" for one in sorted(language.get("small", ()), key=len, reverse=True))


def _code(language: dict[str, Any]) -> re.Pattern[str]:
    code = language["postcode"]
    if language["city"] == "before":
        return re.compile(rf"(?<!\w){code}(?!\w)")
    if language["city"] == "any":
        state = r"(?:,? ?[-/–]? ?[A-Z]{2}(?!\w))?"
        return re.compile(rf"(?<![\w.\-]){code},? {_CITY}(?: ?[/\-–] ?[A-Z]{{2}})?(?!\w)|(?<!\w){_CITY}{state},? {code}(?!\w)")
    return re.compile(rf"(?<![\w.,\-]){code} {_CITY}{_STATE}|(?<![\w]){_CITY}, {code}(?![\w.,]?\d)")


def _street_start(text: str, at: int, language: dict[str, Any]) -> int | None:
    """Where the street before a postcode begins: the part, or the number in it, from which on nothing else stands."""
    low = max(0, at - BEFORE)
    window = text[low:at]
    parts = [(part.start(), part.end()) for part in re.finditer(r"[^,\n;]+", window)]
    best: int | None = None
    for start, end in reversed(parts[-5:]):
        part = window[start:end]
        begin = _tail(part, language, whole=end == len(window) or window[end:].strip(" ,\n") != "")
        if begin is None:
            break
        if re.search(r"\d", part[begin:]) or _typed(part[begin:], language):
            best = low + start + begin
        if begin > len(part) - len(part.lstrip(" -")):
            break
    return best


def _typed(part: str, language: dict[str, Any]) -> bool:
    """Whether a part holds a word of streets."""
    words = [word.casefold().strip(".") for word in part.split()]
    known = {word.rstrip(".") for word in (*language.get("streets_before", ()), *language.get("streets_after", ()))}
    firsts = [phrase.split()[0].replace(".", "") for phrase in language.get("streets_first", ())]
    ends = tuple(word for word in language.get("streets_end", ()) if len(word) > 3)
    return any(word in known or word in firsts or (ends and word.endswith(ends)) for word in words)


def _tail(part: str, language: dict[str, Any], *, whole: bool) -> int | None:
    """Where the tail of a part begins that an address may be; None where its last word is no part of one."""
    words = list(re.finditer(r"\S+", part))
    small = {*language.get("small", ()), *language.get("streets_before", ()), *language.get("streets_after", ())}
    begin: int | None = None
    digits = False
    for word in reversed(words[-9:]):
        token = word[0]
        fits = token[0].isupper() or token[0].isdigit() or token[0] in "#'’º(" or token.casefold() in small or token in "-–"
        if not fits or token.endswith((":", ".")) and len(token) > 6 or "@" in token:
            break
        digits = digits or any(map(str.isdigit, token))
        if token[0].isupper() or token[0].isdigit() or token.casefold() in language.get("streets_before", ()) or token[0] in "'’":
            begin = word.start()
        if language["number"] == "first" and token[0].isdigit() and word.start() > 0 and word is not words[-1]:
            earlier = part[: word.start()].rstrip()
            if not re.search(r"(?i)(?:box|psc|unit|apt|suite|#|flat|studio|\d)$", earlier):
                break
    return begin if whole or begin is not None else None
