"""Which of several words is made of exactly the given letters."""

from __future__ import annotations

from simulators.checks import words
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.vocabulary import WORDS

VERSION = 1
LEVELS = (
    {"options": 3, "shortest": 4, "longest": 5},
    {"options": 4, "shortest": 5, "longest": 6},
    {"options": 6, "shortest": 6, "longest": 7},
    {"options": 9, "shortest": 6, "longest": 8},
    {"options": 16, "shortest": 7, "longest": 8},
)


def make(rng: Stream, *, options: int, shortest: int, longest: int) -> Problem:
    length = rng.integer(shortest, longest)
    long_enough = [word for word in WORDS if abs(len(word) - length) < 2]
    found = rng.choice([word for word in long_enough if len(word) == length] or long_enough)
    key = sorted(found)
    others = [word for word in rng.sample(long_enough, options + 1) if sorted(word) != key][: options - 1]
    # Words that share many letters are the tempting ones.
    others.sort(key=lambda word: -len(set(word) & set(key)))
    offered = rng.shuffled([found, *others])
    letters = "".join(rng.shuffled(found))
    if letters == found:
        letters = found[::-1]
    lacking = [
        [word, next(letter for letter in word + found if word.count(letter) != found.count(letter))] for word in others
    ]
    return Problem(
        facts={"letters": letters, "options": offered},
        answer=found,
        steps=(
            *(Step("refuse", {"word": word, "letter": letter}) for word, letter in lacking),
            Step("take", {"word": found}),
        ),
        mistakes=(Mistake("similar_letters", others[0]), Mistake("first_word_taken", others[-1])),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """By crossing letters out, one at a time: exactly one option leaves nothing on either side."""
    fitting = [word for word in facts["options"] if _uses_up(word, facts["letters"])]
    if len(fitting) != 1:
        raise ValueError("expected exactly one fitting word")
    return words.judge(reply, fitting[0], options=facts["options"])


def _uses_up(word: str, letters: str) -> bool:
    left = list(letters)
    for letter in word:
        if letter not in left:
            return False
        left.remove(letter)
    return not left


def check_step(facts: Facts, step: Step) -> bool:
    word = step.claim["word"]
    if word not in facts["options"]:
        return False
    if step.rule == "take":
        return _uses_up(word, facts["letters"])
    letter = step.claim["letter"]
    return len(letter) == 1 and word.count(letter) != facts["letters"].count(letter)


def canonical(facts: Facts) -> list[object]:
    return [sorted(facts["letters"]), sorted(facts["options"])]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "options": rng.shuffled(facts["options"])}
