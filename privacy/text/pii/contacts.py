"""Where someone is reached on a network or on a map: mail, web and machine addresses, wallets, coordinates."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from privacy.text.pii import national
from privacy.text.pii.cues import Reading
from privacy.text.pii.spans import Span

# Bounded, and each part ends before a sign that it cannot hold: no position is looked at more than some 64 times.
_LETTER = "A-Za-z0-9\u00c0-\u024f"
_MAIL = re.compile(
    rf"(?<![{_LETTER}._%+'\-])[{_LETTER}_][{_LETTER}._%+'\-]{{0,63}}@"
    rf"(?:(?:[{_LETTER}\-]{{1,63}}\.){{1,8}}[A-Za-z]{{2,24}}|[a-z0-9\-]{{2,60}}(?:com|org|net|edu|de|fr|es|it|pl|br|nl|se|uk|jp|cn))"
    rf"(?![{_LETTER}])"
)
_IPV4 = re.compile(r"(?<![\w.\-])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w\-]|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f:]{0,4}:)[0-9A-Fa-f:]{6,39}(?![\w:])")
_MAC = re.compile(r"(?<![\w:\-])(?:[0-9A-Fa-f]{2}([:\-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:\-])")
_USER_INFO = re.compile(
    r"(?<![A-Za-z])[a-z][a-z0-9+.\-]{1,15}://[^\s/@:\"'<>]{1,64}:[^\s/@\"'<>]{1,128}@[^\s\"'<>)]{1,300}"
)
_URL = re.compile(r"(?<![A-Za-z@])(?:https?://|www\.)[^\s\"'<>(){}、。,]{4,500}", re.IGNORECASE)
_WHO = re.compile(
    r"/(?:users?|u|in|profile|profiles|people|members?|~)/[A-Za-z0-9][\w.%\-]{1,64}|/[@~][A-Za-z0-9][\w.\-]{1,64}|"
    r"[?&](?:user(?:name|_?id)?|email|login|name|first_?name|last_?name|phone|token|session|ssn)=[^&\s]{2,}|"
    r"(?:facebook|twitter|instagram|x|tiktok|github)\.com/[A-Za-z0-9][\w.\-]{2,40}/?$",
    re.IGNORECASE,
)
_WALLET = re.compile(
    r"(?<!\w)(?:0x[0-9a-fA-F]{40}|(?:bc|tb|ltc)1[02-9ac-hj-np-z]{14,80}|[13LMD][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)"
)
_GPS = re.compile(
    r"(?<![\w.,\-])([+\-]?[0-9]{1,2}\.[0-9]{4,10})°?\s?[NS]?[,;/ ]\s?([+\-]?[0-9]{1,3}\.[0-9]{4,10})(?![\w]|\.[0-9])"
)


def contacts(reading: Reading) -> Iterator[Span]:
    """Mail addresses, web addresses that hold a user, wallets, coordinates, addresses of machines."""
    text = reading.text
    if "@" in text:
        for found in _MAIL.finditer(text):
            yield Span(found.start(), found.end(), "email", 1.0)
    if "://" in text or "www." in text:
        yield from _urls(text)
    yield from _machines(reading)
    for found in _WALLET.finditer(text):
        if national.wallet(found[0]):
            yield Span(found.start(), found.end(), "wallet", 1.0)
    for found in _GPS.finditer(text) if reading.has_digits else ():
        if abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180:
            yield Span(found.start(), found.end(), "gps", 0.8)


def _urls(text: str) -> Iterator[Span]:
    for found in _USER_INFO.finditer(text):
        yield Span(found.start(), found.start() + len(found[0].rstrip(".,;!?")), "url", 1.0)
    for found in _URL.finditer(text):
        address = found[0].rstrip(".,;!?")
        if _WHO.search(address):
            yield Span(found.start(), found.start() + len(address), "url", 1.0)


def _machines(reading: Reading) -> Iterator[Span]:
    text = reading.text
    for found in _IPV4.finditer(text) if reading.has_digits else ():
        if _address(found[0]) and not reading.against(found.start(), 20):
            yield Span(found.start(), found.end(), "ip", 0.9)
    for found in _IPV6.finditer(text) if text.count(":") > 2 else ():
        value = found[0].rstrip(":") if not found[0].endswith("::") else found[0]
        if value.count(":") >= 3 and _address(value):
            yield Span(found.start(), found.start() + len(value), "ip", 0.9)
    for found in _MAC.finditer(text) if max(text.count(":"), text.count("-")) > 4 else ():
        yield Span(found.start(), found.end(), "mac", 0.9)


def _address(text: str) -> bool:
    """An address that tells a machine from others."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (found.is_loopback or found.is_unspecified or found.is_multicast or text.startswith("255."))
