"""Texts made to stall a detector: read in time that grows with their length, whatever they hold."""

from __future__ import annotations

import time

import pytest

from privacy.text.pii.detector import WINDOW, Detector

HOSTILE = {
    "dots": ".", "mails": "@.", "digits": "1", "letters": "a", "spaced digits": "1 ", "capitals": "Aa ", "initials": "A. ", "at": " at ",
    "particles": "A de de de ", "streets": "Am Weg 1, ", "postcodes": "12345 Ab ", "commas": "Aa, ", "quotes": "O'", "dashes": "A-",
    "colons": "a:", "hex": "ff:", "urls": "https://a:", "tokens": "eyJ-", "words of digits": "one two ", "parentheses": "((((++1",
    "zero width": "\u200b", "marks": "\u0301", "full width": "\uff11", "look-alikes": "\u0430a", "keys": "-----BEGIN PRIVATE KEY-----",
    "base64": "YWFh", "cards": "4111111111111111 ", "Japanese": "東京都", "Chinese": "王先生", "lines": "\n", "kanji digits": "一", "names": "Anna Berg sagte ",
}  # fmt: skip


def seconds(detector: Detector, text: str) -> float:
    start = time.process_time()
    detector.spans(text)
    return time.process_time() - start


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_length(piece: str) -> None:
    """Four times the text takes at most nine times the time (windows are read one by one; short times are noise)."""
    detector = Detector(["en_US", "de_DE"])
    detector.spans("Warm, 1 Anna Berg")
    short = (piece * 20_000)[:5_000]
    once = seconds(detector, short)
    assert seconds(detector, short * 4) < 9 * once + 0.1


@pytest.mark.parametrize("text", ["." * 20_000, "@." * 10_000, "1" * 100_000, "a" * 1_000_000], ids=len)
def test_what_stalls_others_is_done_at_once(text: str) -> None:
    """A line of dots takes a well-known detector 25 seconds; here each of these takes under two."""
    assert seconds(Detector(["en_US"]), text) < 2


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_million_signs_take_seconds(piece: str) -> None:
    """The best of three runs is below three seconds for a million signs; most take less than one, streets 2.3."""
    detector = Detector(["en_US", "de_DE"])
    detector.spans("Warm, 1 Anna Berg")
    text = (piece * 100_000)[:100_000]
    assert min(seconds(detector, text) for _ in range(3)) < 0.3


@pytest.mark.slow
def test_a_hundred_million_signs_on_one_line() -> None:
    """Read in windows: memory beyond the text itself is that of a window, time is linear."""
    import tracemalloc

    detector = Detector(["en_US"], ["email", "secret"])
    text = "a" * 50_000_000 + " joe@example.com " + "a" * 50_000_000
    tracemalloc.start()
    (found,) = detector.spans(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert text[found.start : found.end] == "joe@example.com"
    assert peak < 100 * WINDOW
