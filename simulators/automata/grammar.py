"""Whether a context-free grammar derives a word."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

from simulators.checks import shapes, words
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict

VERSION = 1
LEVELS = (
    {"symbols": 2, "sides": 2, "shortest": 3, "longest": 5},
    {"symbols": 2, "sides": 3, "shortest": 5, "longest": 6},
    {"symbols": 3, "sides": 2, "shortest": 6, "longest": 8},
    {"symbols": 3, "sides": 3, "shortest": 7, "longest": 9},
    {"symbols": 4, "sides": 3, "shortest": 8, "longest": 11},
)
SYMBOLS = "SABC"
TERMINALS = "ab"
# Right sides by shape, where N is a symbol and t a letter: none is empty or a single symbol, so words only grow.
SHAPES = ("tN", "Nt", "tNt", "NN", "tNN", "NtN")
TRIES = 2000
LONGEST_WORD = 30

Rules = dict[str, list[str]]


def make(rng: Stream, *, symbols: int, sides: int, shortest: int, longest: int) -> Problem:
    derived = rng.chance(1, 2)
    for _ in range(TRIES):
        rules = {symbol: _sides(rng, SYMBOLS[:symbols], sides) for symbol in SYMBOLS[:symbols]}
        forms = _derivation(rng, rules, longest)
        word = forms[-1]
        if not (shortest <= len(word) <= longest and set("".join(forms)) >= set(SYMBOLS[:symbols])):
            continue
        if derived:
            return _problem(rules, word, forms)
        for _ in range(4):  # a word that is nearly one
            at = rng.below(len(word))
            other = word[:at] + rng.choice(("", "a", "b")) + word[at + rng.below(2) :]
            if shortest <= len(other) <= longest and not _starts(rules, other)[-1]["S"]:
                return _problem(rules, other, [])
    raise RuntimeError(f"no grammar with {symbols} symbols came up in {TRIES} tries")


def _sides(rng: Stream, symbols: str, count: int) -> list[str]:
    """Different right sides, of which the last is letters alone, so that every symbol comes to an end."""
    sides: dict[str, None] = {}
    for _ in range(10 * count):
        shape = rng.choice(SHAPES)
        sides.setdefault("".join([rng.choice(symbols if part == "N" else TERMINALS) for part in shape]))
        if len(sides) == count - 1:
            break
    return [*sides, rng.choice(("a", "b", "ab", "ba"))]


def _derivation(rng: Stream, rules: Rules, longest: int) -> list[str]:
    """The forms of a leftmost derivation, which ends its symbols as soon as it has grown long."""
    forms = ["S"]
    for _ in range(2 * longest):
        form = forms[-1]
        at = next((at for at, symbol in enumerate(form) if symbol in rules), -1)
        if at < 0:
            break
        sides = rules[form[at]]
        side = sides[-1] if len(form) > longest - 2 else rng.choice(sides)
        forms.append(form[:at] + side + form[at + 1 :])
    return forms


def _starts(rules: Rules, word: str) -> list[dict[str, int]]:
    """For each length and symbol (or end of a right side) where in the word it gives so many letters, as bits."""
    tails = sorted({side[at:] for sides in rules.values() for side in sides for at in range(len(side))}, key=len)
    letters = {letter: sum(1 << at for at, own in enumerate(word) if own == letter) for letter in TERMINALS}
    starts: list[dict[str, int]] = [{}]
    for length in range(1, len(word) + 1):
        row = dict(letters if length == 1 else dict.fromkeys(letters, 0))
        for tail in tails:
            if len(tail) > 1:
                head, rest, found = tail[0], tail[1:], 0
                for first in range(1, length):
                    found |= starts[first][head] & starts[length - first][rest] >> first
                row[tail] = found
        for symbol, sides in rules.items():
            row[symbol] = 0
            for side in sides:
                row[symbol] |= row[side]
        starts.append(row)
    return starts


def _problem(rules: Rules, word: str, forms: list[str]) -> Problem:
    if forms:
        steps = [Step("replace", {"before": one, "after": other}) for one, other in pairwise(forms)]
    else:
        steps = []
        for length, row in enumerate(_starts(rules, word)):
            places = [(at, symbol) for at in range(len(word)) for symbol in rules if row.get(symbol, 0) >> at & 1]
            found = dict.fromkeys((word[at : at + length], symbol) for at, symbol in places)
            if found:
                steps.append(Step("parts", {"length": length, "found": [list(pair) for pair in found]}))
    answer = "yes" if forms else "no"
    return Problem(
        facts={"rules": [[symbol, sides] for symbol, sides in rules.items()], "word": word},
        answer=answer,
        steps=(*steps, Step("verdict", {"derived": bool(forms)})),
        mistakes=(Mistake("derivation_missed", "no") if forms else Mistake("derivation_imagined", "yes"),),
    )


Chart = list[dict[str, int]]
Sides = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=64)
def _chart(rules: Sides, word: str) -> Chart:
    """For each place in the word and symbol the ends of what the symbol gives from there, as bits; from the right.

    At one place the symbols may need each other: all are gone through until none has a new end.
    """
    if len(word) > LONGEST_WORD:
        raise ValueError(f"expected a word of at most {LONGEST_WORD} letters")
    chart: Chart = [dict.fromkeys(dict(rules), 0) for _ in range(len(word) + 1)]
    for start in range(len(word) - 1, -1, -1):
        here = chart[start]
        grown = True
        while grown:
            grown = False
            for symbol, sides in rules:
                ends = here[symbol]
                for side in sides:
                    ends |= _ends(chart, side, word, start)
                grown = grown or ends != here[symbol]
                here[symbol] = ends
    return chart


def _ends(chart: Chart, form: str, word: str, start: int) -> int:
    """Where what the form gives from this place can end, as bits."""
    ends = 1 << start
    for symbol in form:
        nexts, place = 0, start
        while ends >> place:
            if ends >> place & 1 and place < len(word):
                nexts |= chart[place][symbol] if symbol in chart[0] else (word[place] == symbol) << place + 1
            place += 1
        ends = nexts
    return ends


def _gives(facts: Facts, form: str) -> bool:
    """Whether the form derives the word."""
    word = facts["word"]
    return bool(_ends(_told(facts), form, word, 0) >> len(word) & 1)


def _told(facts: Facts) -> Chart:
    return _chart(tuple((symbol, tuple(sides)) for symbol, sides in facts["rules"]), facts["word"])


def check(facts: Facts, reply: str) -> Verdict:
    return words.yes_or_no(reply, _gives(facts, "S"))


def check_step(facts: Facts, step: Step) -> bool:
    claim, rules, word = step.claim, dict(facts["rules"]), facts["word"]
    if step.rule == "verdict":
        return claim["derived"] is _gives(facts, "S")
    if step.rule == "replace":
        before, after = claim["before"], claim["after"]
        at = next(at for at, symbol in enumerate(before) if symbol in rules)
        return after in [before[:at] + side + before[at + 1 :] for side in rules[before[at]]] and _gives(facts, after)
    length = claim["length"]
    rows = enumerate(_told(facts)[: len(word) - length + 1])
    found = {(word[at : at + length], one) for at, row in rows for one, ends in row.items() if ends >> at + length & 1}
    return sorted(map(tuple, claim["found"])) == sorted(found)


def canonical(facts: Facts) -> list[Any]:
    """Symbols renamed by shape, right sides in any order; letters in the order in which the word has them first."""
    letters = {letter: str(at) for at, letter in enumerate(dict.fromkeys(facts["word"]))}
    symbols = {symbol for symbol, _ in facts["rules"]}
    rows: list[shapes.Row] = [("start", [(0, "S")])]
    for symbol, sides in facts["rules"]:
        for side in sides:
            tag = "".join("N" if one in symbols else letters.get(one, one) for one in side)
            rows.append((tag, list(enumerate([symbol, *(one for one in side if one in symbols)]))))
    return [shapes.renamed(rows), "".join(letters[letter] for letter in facts["word"])]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "rules": [[symbol, rng.shuffled(sides)] for symbol, sides in rng.shuffled(facts["rules"])]}
