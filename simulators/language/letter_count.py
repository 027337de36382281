"""How often a letter occurs in a list of words."""

from __future__ import annotations

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import WORDS

VERSION = 1
LEVELS = ({"words": 2}, {"words": 4}, {"words": 8}, {"words": 14}, {"words": 24})


def make(rng: Stream, *, words: int) -> Problem:
    chosen = rng.sample(WORDS, words)
    letter = rng.choice("".join(chosen))
    counts = [word.count(letter) for word in chosen]
    total = sum(counts)
    answer = str(total)
    return Problem(
        facts={"words": chosen, "letter": letter},
        answer=answer,
        steps=(Step("words", {"counts": counts}), Step("add", {"total": total})),
        mistakes=mistakes(
            answer,
            words_counted=words - counts.count(0),
            one_too_few=total - 1,
            last_word_forgotten=total - counts[-1],
            letters_of_the_first_word=len(chosen[0]),
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """By taking the letter away: what is then missing was that letter."""
    text = "".join(facts["words"])
    gone = len(text) - len(text.replace(facts["letter"], ""))
    return numbers.judge(reply, lambda count: count == gone)


def check_step(facts: Facts, step: Step) -> bool:
    letter, words = facts["letter"], facts["words"]
    if step.rule == "add":
        return len("".join(words).split(letter)) - 1 == step.claim["total"]
    return [len(word.split(letter)) - 1 for word in words] == list(step.claim["counts"])


def canonical(facts: Facts) -> list[object]:
    return [sorted(facts["words"]), facts["letter"]]
