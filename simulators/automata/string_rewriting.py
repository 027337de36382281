"""The word that is left when numbered rules have rewritten a word until none applies: a Markov algorithm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"letters": 3, "rules": 2, "length": 6, "least": 3, "most": 4},
    {"letters": 3, "rules": 3, "length": 7, "least": 5, "most": 7},
    {"letters": 3, "rules": 4, "length": 9, "least": 8, "most": 11},
    {"letters": 4, "rules": 5, "length": 11, "least": 12, "most": 16},
    {"letters": 4, "rules": 6, "length": 13, "least": 18, "most": 25},
)
ALPHABET = "abcd"
TRIES = 3000
MOST_STEPS, LONGEST_WORD = 200, 200
_DRESS = str.maketrans("", "", " ,|[]()")

Rule = tuple[str, str]


def make(rng: Stream, *, letters: int, rules: int, length: int, least: int, most: int) -> Problem:
    alphabet = ALPHABET[:letters]
    for attempt in range(TRIES):
        if attempt % 4 == 0:
            program = _rules(rng, alphabet, rules)
        word = _word(rng, alphabet, length)
        history = _run(program, word, most)
        used = {number for number, _ in history}
        if least <= len(history) <= most and len(used) >= min(rules, 3) and history[-1][1] not in ("", word):
            break
    else:
        raise ValueError(f"no word that takes {least} to {most} steps came up in {TRIES} tries")
    answer = history[-1][1]
    backwards = _run([(source[::-1], target[::-1]) for source, target in program], word[::-1], most)
    turned = _run(program[::-1], word, most)
    return Problem(
        facts={"rules": program, "word": word},
        answer=answer,
        steps=(
            *(Step("rewrite", {"step": at, "rule": rule, "word": now}) for at, (rule, now) in enumerate(history, 1)),
            Step("stop", {"word": answer}),
        ),
        mistakes=mistakes(
            answer,
            stopped_one_step_early=history[-2][1],
            last_rule_first=turned[-1][1] if 0 < len(turned) <= most else answer,
            rightmost_place_first=backwards[-1][1][::-1] if 0 < len(backwards) <= most else answer,
            read_backwards=answer[::-1],
        ),
    )


def _word(rng: Stream, alphabet: str, length: int) -> str:
    return "".join([rng.choice(alphabet) for _ in range(length)])


def _rules(rng: Stream, alphabet: str, count: int) -> list[Rule]:
    """Rules with different left sides, mostly of two letters; the right sides are seldom longer."""
    found: dict[str, str] = {}
    while len(found) < count:
        source = _word(rng, alphabet, rng.choice((2, 2, 2, 3)))
        target = _word(rng, alphabet, rng.choice((1, 2, 2, 2, 3)))
        if source != target:
            found[source] = target
    return list(found.items())


def _run(rules: Sequence[Rule], word: str, most: int) -> list[tuple[int, str]]:
    """The number of the rule and the word after each step, to one more than ``most``."""
    history: list[tuple[int, str]] = []
    while len(history) <= most:
        for number, (source, target) in enumerate(rules, 1):
            if source in word:
                word = word.replace(source, target, 1)
                history.append((number, word))
                break
        else:
            break
    return history


def check(facts: Facts, reply: str) -> Verdict:
    text = final(reply)
    if text is None or len(text) > 2 * LONGEST_WORD:
        return wrong("expected a word as the final answer")
    fits = text.translate(_DRESS).strip("'\"").lower() == _told(facts)[-1][1]
    return RIGHT if fits else wrong(f"{text[:60]!r} does not fit the facts")


def _told(facts: Facts) -> list[tuple[int, str]]:
    return _history(tuple(map(tuple, facts["rules"])), facts["word"])


@lru_cache(maxsize=64)
def _history(rules: tuple[Rule, ...], word: str) -> list[tuple[int, str]]:
    """By places: each offers the rules that fit there; of all offers the first rule is taken, then the first place."""
    history = [(0, word)]
    while True:
        offers = [
            (number, place)
            for place in range(len(word))
            for number, (source, _) in enumerate(rules, 1)
            if word.startswith(source, place)
        ]
        if not offers:
            return history
        number, place = min(offers)
        source, target = rules[number - 1]
        word = word[:place] + target + word[place + len(source) :]
        history.append((number, word))
        if len(history) > MOST_STEPS or len(word) > LONGEST_WORD:
            raise ValueError("expected rules that come to an end")


def check_step(facts: Facts, step: Step) -> bool:
    claim, history = step.claim, _told(facts)
    if step.rule == "stop":
        return claim["word"] == history[-1][1]
    return claim["step"] > 0 and history[claim["step"]] == (claim["rule"], claim["word"])


def canonical(facts: Facts) -> list[object]:
    """The letters renamed in the order in which word and rules have them first."""
    parts = [facts["word"], *(part for rule in facts["rules"] for part in rule)]
    names = {letter: ALPHABET[at] for at, letter in enumerate(dict.fromkeys("".join(parts)))}
    return ["".join([names[letter] for letter in part]) for part in parts]
