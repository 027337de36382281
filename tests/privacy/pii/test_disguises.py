"""Numbers written apart or in words: found in forms that people use, and rows of digits that are none left alone."""

from __future__ import annotations

import pytest

from privacy.text.pii.detector import detect

HIDDEN = {
    "Call me: 4.1.5.5.5.5.0.1.2.3.": "phone", "ring 4-1-5-5-5-5-0-1-2-3!": "phone",
    "tel 4 1 5 5 5 5 0 1 2 3, ok?": "phone",
    "電話は0 9 0 1 2 3 4 5 6 7 8です": "phone", "at 4 - 1 - 5 - 5 - 5 - 5 - 0 - 1 - 2 - 3": "phone",
    "four-one-five, five-five-five, zero one two three": "phone", "[4_1_1_1_1_1_1_1_1_1_1_1_1_1_1_1]": "card",
    "(j o e @ x . c o m)": "email", "<j|o|e|@|x|.|c|o|m>": "email", "joe (at) x [dot] com": "email",
}  # fmt: skip
OPEN = ["0 6 0 0 4 0 1 0 9\n5 3 0 0 7 0 0 0 0", "one two three four five six seven eight nine",
        "3, 7, 1, 9, 4, 5, 2, 8, 6, 0",
        "1.0.1.1.0.1.0.0.1.1", "a b c d e f g h i", "Is it at the dot? No."]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), HIDDEN.items(), ids=HIDDEN)
def test_what_is_written_apart_is_found_whole(text: str, kind: str) -> None:
    """Whatever stands at its ends: a full stop, a bracket, a sign of a script without spaces."""
    (found,) = detect(text)
    assert found.kind == kind and not any(map(str.isdigit, text[: found.start] + text[found.end :]))


@pytest.mark.parametrize("text", OPEN)
def test_rows_of_digits_and_letters_are_nobodys(text: str) -> None:
    """Puzzles, lists, counting: no number of a person."""
    assert not detect(text)
