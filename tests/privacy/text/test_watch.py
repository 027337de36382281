"""The watch list finds what is on it, in any dress, and nothing else."""

from __future__ import annotations

import pytest

from privacy.core import FAIL, PASS, PrivacyError
from privacy.text.watch import Hit, hits, watch

PASSAGE = "It is a truth universally acknowledged, that a single man in possession of a good fortune"


def test_titles_and_passages_are_found_where_they_stand() -> None:
    """Case, width and white space don't count; a passage is found by any window of it."""
    texts = ["He read THE\n Great ﬁsh aloud.", f"So: {PASSAGE[10:75].upper()}!", "nothing"]
    found = hits(["The Great Fish", PASSAGE], texts, 50)
    assert found == [Hit(0, 0, 8), Hit(1, 1, 4)]
    risk = watch(found, 3)
    assert (risk.verdict, risk.value, risk.p) == (FAIL, 2 / 3, 0.0) and "2 of 3" in risk.sentence


@pytest.mark.parametrize("text", ["the great fishes", "bathe great fish", PASSAGE[:49]])
def test_parts_of_words_and_short_quotations_are_no_hits(text: str) -> None:
    """A title within longer words, and less than a window of a passage, are none."""
    found = hits(["the great fish", PASSAGE], [text], 50)
    assert not found and watch(found, 1).verdict == PASS


def test_a_title_within_a_passage_does_not_hide_it() -> None:
    """A title of a window's length that begins a passage on the list: glued to a word only the passage is a hit."""
    assert hits([PASSAGE[:50], PASSAGE], [f"x{PASSAGE[:50]}"], 50) == [Hit(1, 0, 1)]


def test_an_entry_is_told_once_for_a_document() -> None:
    """A document that repeats a title has one hit, at the first place."""
    assert hits(["moon"], ["a moon, a moon", "moon"], 50) == [Hit(0, 0, 2), Hit(0, 1, 0)]


def test_lists_that_say_nothing_are_refused() -> None:
    """An empty list, or an entry that stands in every text, is refused with its number."""
    with pytest.raises(PrivacyError, match="got none"):
        hits([], ["a"], 50)
    with pytest.raises(PrivacyError, match="entry 2 of the watch list is shorter than 4 characters: 'it'"):
        hits(["moon", " It "], ["a"], 50)
