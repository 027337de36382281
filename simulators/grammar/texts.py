"""Stages that take a text, a list of words or a dictionary of counts."""

from __future__ import annotations

from simulators.core import Stream
from simulators.grammar.stages import Stage, stage

_VOWELS = "aeiou"


def backwards(rng: Stream) -> Stage:
    """The letters in the other order."""
    return stage(
        rng, "text", "text", "backwards", "reverse it",
        "Y = X[::-1]",
        ("Y = ''", "for V in X:", "    Y = V + Y"),
    )  # fmt: skip


def without_vowels(rng: Stream) -> Stage:
    """A filter by membership."""
    return stage(
        rng, "text", "text", "kept", "remove all vowels (a, e, i, o, u)",
        f"Y = ''.join(V for V in X if V not in '{_VOWELS}')",
        ("Y = ''", "for V in X:", f"    if V not in '{_VOWELS}':", "        Y += V"),
    )  # fmt: skip


def loud_vowels(rng: Stream) -> Stage:
    """A choice for each letter."""
    return stage(
        rng, "text", "text", "loud", "write every vowel (a, e, i, o, u) as a capital letter",
        ("Y = ''", "for V in X:", f"    Y += V.upper() if V in '{_VOWELS}' else V"),
        ("Y = ''", "for V in X:", f"    if V in '{_VOWELS}':", "        Y += V.upper()", "    else:", "        Y += V"),
    )  # fmt: skip


def shifted(rng: Stream) -> Stage:
    """Caesar's cipher on small letters."""
    k = rng.integer(1, 6)
    return stage(
        rng, "text", "text", "shifted",
        f"replace every lowercase letter a to z by the one {k} places later in the alphabet (after z comes a)",
        ("Y = ''", "for V in X:", "    if 'a' <= V <= 'z':",
         f"        Y += chr((ord(V) - ord('a') + {k}) % 26 + ord('a'))",
         "    else:", "        Y += V"),
        of=(k,),
    )  # fmt: skip


def every_other_loud(rng: Stream) -> Stage:
    """By the parity of the place."""
    return stage(
        rng, "text", "text", "mixed", "write the characters at even indices (0, 2, 4, …) as capital letters",
        "Y = ''.join(V.upper() if I % 2 == 0 else V for I, V in enumerate(X))",
        ("Y = ''", "for I in range(len(X)):", "    Y += X[I].upper() if I % 2 == 0 else X[I]"),
    )  # fmt: skip


def replaced(rng: Stream) -> Stage:
    """One letter for another."""
    old, new = rng.sample("aeiorstln", 2)
    return stage(
        rng, "text", "text", "changed", f"replace every '{old}' by '{new}'",
        f"Y = X.replace('{old}', '{new}')",
        ("Y = ''", "for V in X:", f"    Y += '{new}' if V == '{old}' else V"),
        of=(old, new),
    )  # fmt: skip


def run_lengths(rng: Stream) -> Stage:
    """Run-length encoding."""
    return stage(
        rng, "text", "text", "packed",
        "replace every stretch of equal characters by the character and the length of the stretch",
        ("Y = ''", "I = 0", "while I < len(X):", "    length = 1",
         "    while I + length < len(X) and X[I + length] == X[I]:", "        length += 1",
         "    Y += X[I] + str(length)", "    I += length"),
    )  # fmt: skip


def sorted_letters(rng: Stream) -> Stage:
    """The characters in order."""
    return stage(
        rng, "text", "text", "sorted_text", "sort its characters by their code points",
        "Y = ''.join(sorted(X))",
    )  # fmt: skip


def doubled(rng: Stream) -> Stage:
    """Some letters twice."""
    return stage(
        rng, "text", "text", "doubled", "write every consonant (a letter other than a, e, i, o, u) twice",
        ("Y = ''", "for V in X:", f"    Y += V * 2 if V.isalpha() and V.lower() not in '{_VOWELS}' else V"),
    )  # fmt: skip


def vowel_count(rng: Stream) -> Stage:
    """Letters of a kind counted."""
    return stage(
        rng, "text", "int", "vowels", "count its lowercase vowels (a, e, i, o, u)",
        f"Y = sum(1 for V in X if V in '{_VOWELS}')",
        ("Y = 0", "for V in X:", f"    if V in '{_VOWELS}':", "        Y += 1"),
        f"Y = sum(X.count(V) for V in '{_VOWELS}')",
    )  # fmt: skip


def alphabet_sum(rng: Stream) -> Stage:
    """Places in the alphabet added up."""
    return stage(
        rng, "text", "int", "worth", "add up the places of its letters in the alphabet (a and A are 1, z and Z are 26)",
        ("Y = 0", "for V in X.lower():", "    if 'a' <= V <= 'z':", "        Y += ord(V) - 96"),
        "Y = sum(ord(V) - ord('a') + 1 for V in X.lower() if 'a' <= V <= 'z')",
    )  # fmt: skip


def different_letters(rng: Stream) -> Stage:
    """How many characters there are."""
    return stage(
        rng, "text", "int", "different", "count its different characters",
        "Y = len(set(X))",
        ("seen = []", "for V in X:", "    if V not in seen:", "        seen.append(V)", "Y = len(seen)"),
    )  # fmt: skip


def split_words(rng: Stream) -> Stage:
    """Words between blanks."""
    return stage(
        rng, "text", "words", "parts", "split it into words at blanks",
        "Y = X.split()",
        ("Y = []", "current = ''", "for V in X + ' ':", "    if V != ' ':", "        current += V", "    elif current:",
         "        Y.append(current)", "        current = ''"),
    )  # fmt: skip


def letter_counts(rng: Stream) -> Stage:
    """A dictionary that grows."""
    return stage(
        rng, "text", "counts", "counts",
        "count how often each letter occurs (other characters are left out), in order of first occurrence",
        ("Y = {}", "for V in X:", "    if V.isalpha():", "        Y[V] = Y.get(V, 0) + 1"),
        ("Y = {}", "for V in X:", "    if not V.isalpha():", "        continue", "    if V not in Y:",
         "        Y[V] = 0", "    Y[V] += 1"),
    )  # fmt: skip


def longer_words(rng: Stream) -> Stage:
    """Filter by length."""
    k = rng.integer(3, 5)
    return stage(
        rng, "words", "words", "long_ones", f"keep only the words with more than {k} characters",
        f"Y = [V for V in X if len(V) > {k}]",
        ("Y = []", "for V in X:", f"    if len(V) <= {k}:", "        continue", "    Y.append(V)"),
        of=(k,),
    )  # fmt: skip


def turned_words(rng: Stream) -> Stage:
    """Every word backwards."""
    return stage(
        rng, "words", "words", "turned", "reverse every word",
        "Y = [V[::-1] for V in X]",
        ("Y = []", "for V in X:", "    Y.append(''.join(reversed(V)))"),
    )  # fmt: skip


def ordered_words(rng: Stream) -> Stage:
    """Sorted by two keys."""
    return stage(
        rng, "words", "words", "ordered", "sort the words by length, and those of equal length alphabetically",
        "Y = sorted(X, key=lambda V: (len(V), V))",
        ("Y = sorted(X)", "Y.sort(key=len)"),
    )  # fmt: skip


def titled(rng: Stream) -> Stage:
    """The first letter as a capital."""
    return stage(
        rng, "words", "words", "titled",
        "write the first letter of every word as a capital and the others in lower case",
        "Y = [V.capitalize() for V in X]",
        ("Y = []", "for V in X:", "    Y.append(V[:1].upper() + V[1:].lower())"),
    )  # fmt: skip


def joined(rng: Stream) -> Stage:
    """One text of all words."""
    sign = rng.choice(("-", "_", "+"))
    return stage(
        rng, "words", "text", "joined", f"join the words with '{sign}'",
        f"Y = '{sign}'.join(X)",
        ("Y = ''", "for I, V in enumerate(X):", f"    Y += V if I == 0 else '{sign}' + V"),
        of=(sign,),
    )  # fmt: skip


def initials(rng: Stream) -> Stage:
    """First letters."""
    return stage(
        rng, "words", "text", "initials", "put the first letters of all words together",
        "Y = ''.join(V[0] for V in X if V)",
        ("Y = ''", "for V in X:", "    Y += V[:1]"),
    )  # fmt: skip


def lengths(rng: Stream) -> Stage:
    """How long the words are."""
    return stage(
        rng, "words", "ints", "lengths", "replace every word by its length",
        "Y = [len(V) for V in X]",
        "Y = list(map(len, X))",
        ("Y = []", "for V in X:", "    Y.append(len(V))"),
    )  # fmt: skip


def by_first_letter(rng: Stream) -> Stage:
    """Words counted by what they begin with."""
    return stage(
        rng, "words", "counts", "groups",
        "count the words by their first letters (empty words are left out), in order of first occurrence",
        ("Y = {}", "for V in X:", "    if V:", "        Y[V[0]] = Y.get(V[0], 0) + 1"),
        ("Y = {}", "for V in X:", "    if not V:", "        continue", "    Y.setdefault(V[0], 0)", "    Y[V[0]] += 1"),
    )  # fmt: skip


def frequent(rng: Stream) -> Stage:
    """Keys with a high count."""
    return stage(
        rng, "counts", "words", "frequent", "list the keys whose count is at least 2, in the order in which they stand",
        "Y = [V for V, W in X.items() if W >= 2]",
        ("Y = []", "for V in X:", "    if X[V] > 1:", "        Y.append(V)"),
    )  # fmt: skip


def ranked(rng: Stream) -> Stage:
    """Keys by falling count."""
    return stage(
        rng, "counts", "words", "ranked", "list the keys by falling count, and those with equal counts alphabetically",
        "Y = sorted(X, key=lambda V: (-X[V], V))",
    )  # fmt: skip


def highest(rng: Stream) -> Stage:
    """The largest count."""
    return stage(
        rng, "counts", "int", "highest", "take the largest count (0 if there is none)",
        "Y = max(X.values(), default=0)",
        ("Y = 0", "for V, W in X.items():", "    if W > Y:", "        Y = W"),
    )  # fmt: skip


def count_values(rng: Stream) -> Stage:
    """The counts alone."""
    return stage(
        rng, "counts", "ints", "numbers", "list the counts in the order in which they stand",
        "Y = list(X.values())",
        "Y = [X[V] for V in X]",
    )  # fmt: skip


MAKERS = (
    backwards, without_vowels, loud_vowels, shifted, every_other_loud, replaced, run_lengths, sorted_letters, doubled,
    vowel_count, alphabet_sum, different_letters, split_words, letter_counts, longer_words, turned_words,
    ordered_words, titled, joined, initials, lengths, by_first_letter, frequent, ranked, highest, count_values,
)  # fmt: skip
