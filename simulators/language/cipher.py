"""A text written in a Caesar, Atbash or Vigenère cipher, or read from one."""

from __future__ import annotations

from itertools import cycle
from string import ascii_lowercase as ALPHABET  # noqa: N812 - a constant under the name of one

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Mistake, Problem, Step, Stream, Verdict, wrong
from simulators.vocabulary import WORDS

VERSION = 1
LEVELS = (
    {"words": 2, "kinds": ("caesar",), "decode": False},
    {"words": 3, "kinds": ("caesar", "atbash"), "decode": True},
    {"words": 3, "kinds": ("vigenere",), "decode": False},
    {"words": 4, "kinds": ("vigenere",), "decode": True},
    {"words": 7, "kinds": ("vigenere",), "decode": True},
)


_MIRROR = str.maketrans(ALPHABET, ALPHABET[::-1])
_SHIFTED = [str.maketrans(ALPHABET, ALPHABET[by:] + ALPHABET[:by]) for by in range(26)]


def make(rng: Stream, *, words: int, kinds: tuple[str, ...], decode: bool) -> Problem:
    kind = rng.choice(kinds)
    message = " ".join(rng.sample(WORDS, words))
    key = {"caesar": ALPHABET[rng.integer(1, 25)], "atbash": "", "vigenere": rng.choice(WORDS)}[kind]
    coded = _written(message, kind, key, 1)
    text, answer = (coded, message) if decode else (message, coded)
    turned = _written(text, kind, key, 1 if decode else -1)
    lines = list(zip(text.split(), answer.split(), strict=True))
    off = _written(answer, "caesar", "b", 1)
    return Problem(
        facts={"text": text, "kind": kind, "key": key, "decode": decode},
        answer=answer,
        steps=tuple(
            Step("word", {"number": n, "word": word, "becomes": other}) for n, (word, other) in enumerate(lines, 1)
        ),
        mistakes=(
            *((Mistake("wrong_direction", turned),) if turned != answer else ()),
            Mistake("one_letter_too_far", off),
        ),
    )


def _written(message: str, kind: str, key: str, direction: int) -> str:
    if kind == "atbash":
        return message.translate(_MIRROR)
    shifts = cycle([direction * ALPHABET.index(letter) % 26 for letter in key])
    if kind == "caesar":
        return message.translate(_SHIFTED[next(shifts)])
    return "".join([letter if letter == " " else letter.translate(_SHIFTED[next(shifts)]) for letter in message])


def _fits(facts: Facts, text: str, said: str, passed: int = 0) -> bool:
    """Plain and coded text side by side: the steps between their letters must be those of the key, round and round.

    So many letters of the key were used up before.
    """
    pair = (said.split(" "), text.split(" "))
    letters = "".join(pair[0])
    if not (letters.isascii() and letters.islower()) or list(map(len, pair[0])) != list(map(len, pair[1])):
        return False
    plain, coded = ("".join(words).encode() for words in (pair if facts["decode"] else pair[::-1]))
    if facts["kind"] == "atbash":
        return {p + c for p, c in zip(plain, coded, strict=True)} == {ord("a") + ord("z")}
    steps = [(c - p) % 26 for p, c in zip(plain, coded, strict=True)]
    key = [letter - ord("a") for letter in facts["key"].encode()]
    return steps == (key * (passed + len(steps)))[passed : passed + len(steps)]


def check(facts: Facts, reply: str) -> Verdict:
    said = " ".join((final(reply) or "").lower().split())
    if not said.replace(" ", "").isalpha():
        return wrong("expected words of letters")
    return RIGHT if _fits(facts, facts["text"], said) else wrong(f"{said[:60]!r} does not fit the cipher")


def check_step(facts: Facts, step: Step) -> bool:
    claim, words = step.claim, facts["text"].split()
    at = claim["number"] - 1
    if not 0 <= at < len(words) or words[at] != claim["word"]:
        return False
    return _fits(facts, claim["word"], claim["becomes"], sum(map(len, words[:at])))


def canonical(facts: Facts) -> list[object]:
    return [facts["text"], facts["kind"], facts["key"], facts["decode"]]
