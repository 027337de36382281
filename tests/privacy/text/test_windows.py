"""Passages are found by the definition: every window that two sets of texts share, and nothing else."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.core import PrivacyError
from privacy.text import documents, windows
from privacy.text.documents import Documents, characters, words
from privacy.text.verbatim import overlap
from privacy.text.windows import shared

# Few letters, so that windows repeat; letters of one, two and four bytes.
TEXTS = st.lists(st.text(alphabet="abé😀", max_size=30), max_size=5)


def naive(made: list[str], source: list[str], window: int) -> list[tuple[int, str]]:
    """The windows of ``made`` that stand in ``source``, with their places, by the definition."""
    known = {text[i : i + window] for text in source for i in range(len(text) - window + 1)}
    starts = characters(made).starts
    return [
        (int(start) + i, text[i : i + window])
        for start, text in zip(starts, made, strict=False)
        for i in range(len(text) - window + 1)
        if text[i : i + window] in known
    ]


def read(documents: Documents, at: int, length: int) -> str:
    return "".join(map(chr, documents.symbols[at : at + length]))


@given(TEXTS, TEXTS, st.integers(2, 9))
def test_windows_are_those_of_the_definition(made: list[str], source: list[str], window: int) -> None:
    """Each shared window is found once, at its place, with the first place in the source; no other is."""
    one, other = characters(made), characters(source)
    found = shared(one, other, window)
    assert [(at, read(one, at, window)) for at in found.at] == naive(made, source, window)
    joined = "".join(source)
    for at, where in zip(found.at, found.where, strict=True):
        assert read(other, where, window) == read(one, at, window)
        assert other.document_of(np.array([where])) == other.document_of(np.array([where + window - 1]))
        earlier = [i for i in range(where) if joined[i : i + window] == read(one, at, window)]
        assert all(other.document_of(np.array([i])) != other.document_of(np.array([i + window - 1])) for i in earlier)


def test_pieces_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long texts are read in pieces, and nothing is lost or doubled where they meet."""
    rng = np.random.default_rng(0)
    texts = ["".join(rng.choice(list("ab"), size)) for size in (3, 400, 1, 250)]
    whole = shared(characters(texts), characters(texts[:2]), 7)
    monkeypatch.setattr(windows, "PIECE", 64)
    pieces = shared(characters(texts), characters(texts[:2]), 7)
    assert whole.at.tolist() == pieces.at.tolist() and whole.where.tolist() == pieces.where.tolist()


def test_planted_passages_among_millions_are_all_found() -> None:
    """Passages of 30 to 500 characters among millions: all of 50 or more are found, whole, and nothing else is."""
    rng = np.random.default_rng(1)

    def noise(size: int) -> str:
        return rng.integers(97, 123, size).astype(np.uint8).tobytes().decode()

    passages = [noise(int(size)) for size in rng.integers(30, 501, 200)]
    train = [noise(5_000) + passage + noise(5_000) for passage in passages]
    made = [noise(5_000) + "—" + passage + "—" + noise(5_000) for passage in passages]
    found = overlap(characters(made), characters(train), characters(["nothing"]), 50)
    expected = {(i, 5_001, len(p), i, 5_000, True) for i, p in enumerate(passages) if len(p) >= 50}
    assert found.count == len(expected) and found.documents == len(expected)
    assert found.covered == sum(length for _, _, length, *_ in expected)
    longest = sorted(length for _, _, length, *_ in expected)[-100:]
    assert sorted(p.length for p in found.passages) == longest and set(found.passages) <= expected


@given(TEXTS, TEXTS, st.lists(st.text(alphabet="ab", max_size=8), max_size=3), st.integers(2, 5))
def test_the_longest_common_substring_is_the_longest(
    made: list[str], train: list[str], holdout: list[str], window: int
) -> None:
    """The longest passage is the longest text that both sides hold, among those with a window the holdout lacks."""
    common = {text[i : i + window] for text in holdout for i in range(len(text) - window + 1)}
    counted = [
        text[i:j]
        for text in made
        for i in range(len(text))
        for j in range(i + window, len(text) + 1)
        if any(text[i:j] in other for other in train)
        and any(text[k : k + window] not in common for k in range(i, j - window + 1))
    ]
    one, other = characters(made), characters(train)
    longest = overlap(one, other, characters(holdout), window).longest
    assert (longest.length if longest else 0) == max(map(len, counted), default=0)
    if longest:
        at = int(one.starts[longest.document]) + longest.offset
        where = int(other.starts[longest.source]) + longest.source_offset
        assert longest.whole and read(one, at, longest.length) == read(other, where, longest.length)


def test_a_stretch_of_several_sources_is_told_apart_from_one_piece() -> None:
    """Two overlapping passages of two documents are one stretch that stands nowhere as a whole."""
    made, train = ["abcdefghij"], ["abcdefg", "defghij"]
    found = overlap(characters(made), characters(train), characters(["zz"]), 4)
    (stretch,) = found.passages
    assert (stretch.length, stretch.whole) == (10, False)
    assert found.longest is not None and found.longest.length == 7


def test_common_property_does_not_count() -> None:
    """A passage that also stands in the holdout is nobody's; one that adds to it counts."""
    phrase = "to be or not to be, that is the question"
    assert overlap(characters([phrase]), characters([phrase]), characters([phrase]), 20).count == 0
    longer = f"{phrase}, said my neighbour Ann"
    found = overlap(characters([longer]), characters([longer]), characters([phrase]), 20)
    assert found.count == 1 and found.longest is not None and found.longest.length == len(longer)


def test_words_see_through_punctuation_and_case() -> None:
    """Windows of words find what was set in capitals, commas and other line breaks."""
    train, made = words([["One two, three (four) five six!"], ["ONE TWO\nthree four – five ﬁve six"]])
    assert len(shared(made, train, 5).at) == 1


@given(st.text(alphabet="aB\n ﬁ", max_size=60), st.integers(2, 9))
def test_long_texts_are_read_in_parts(text: str, size: int) -> None:
    """Parts of a text make the same normal form as the whole; a word is cut only where there is no white space near."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "PIECE", size)
        assert documents.normal(text) == " ".join(folded.split())
        patch.setattr(documents, "PIECE", 40)
        (found,) = words([[text]])
    assert len(found.symbols) == len(folded.split()) or max(map(len, text.split())) > 20


@pytest.mark.parametrize("window", [-1, 1, 1_001])
def test_windows_that_nobody_can_mean_are_refused(window: int) -> None:
    """A window of one character, or of a whole document, is refused."""
    with pytest.raises(PrivacyError, match=f"a window of 2 to 1,000 characters or words, got {window}"):
        overlap(characters(["a"]), characters(["a"]), characters(["a"]), window)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "ab" * 500_000, ("x" * 49 + "\n") * 20_000])
def test_repetition_costs_no_more_than_length(text: str) -> None:
    """Texts in which all windows are alike are read in linear time."""
    found = overlap(characters([text]), characters([text]), characters(["nothing"]), 50)
    assert found.covered == len(text) and found.longest is not None and found.longest.length == len(text)
