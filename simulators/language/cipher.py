"""A text written in a Caesar, Atbash or Vigenère cipher, or read from one."""

from __future__ import annotations

from functools import lru_cache
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
_FIRST, _LAST = ord("a"), ord("z")


def make(rng: Stream, *, words: int, kinds: tuple[str, ...], decode: bool) -> Problem:
    kind = rng.choice(kinds)
    message = " ".join(rng.sample(WORDS, words))
    key = {"caesar": ALPHABET[rng.integer(1, 25)], "atbash": "", "vigenere": rng.choice(WORDS)}[kind]
    coded = _written(message, kind, key, 1)
    text, answer = (coded, message) if decode else (message, coded)
    turned = _written(text, kind, key, 1 if decode else -1)
    lines = zip(text.split(), answer.split(), strict=True)
    off = _written(answer, "caesar", "b", 1)
    return Problem(
        facts={"text": text, "kind": kind, "key": key, "decode": decode},
        answer=answer,
        steps=tuple(
            [Step("word", {"number": n, "word": word, "becomes": other}) for n, (word, other) in enumerate(lines, 1)]
        ),
        mistakes=(
            *((Mistake("wrong_direction", turned),) if turned != answer else ()),
            Mistake("one_letter_too_far", off),
        ),
    )


def _written(message: str, kind: str, key: str, direction: int) -> str:
    if kind == "atbash":
        return message.translate(_MIRROR)
    if kind == "caesar":
        return message.translate(_SHIFTED[direction * ALPHABET.index(key) % 26])
    shifts = cycle([direction * ALPHABET.index(letter) % 26 for letter in key])
    return "".join([letter if letter == " " else letter.translate(_SHIFTED[next(shifts)]) for letter in message])


def check(facts: Facts, reply: str) -> Verdict:
    said, right = (final(reply) or "").lower(), " ".join(_turned(facts))
    if said == right or " ".join(said.split()) == right:
        return RIGHT
    if not "".join(said.split()).isalpha():
        return wrong("expected words of letters")
    return wrong(f"{said[:60]!r} does not fit the cipher")


def _turned(facts: Facts) -> tuple[str, ...]:
    """The other side of the text, word by word."""
    return _reckoned(facts["text"], facts["kind"], facts["key"], bool(facts["decode"]))


@lru_cache(maxsize=256)  # a reply, each mistake and each step ask for the same words
def _reckoned(text: str, kind: str, key: str, decode: bool) -> tuple[str, ...]:
    """By arithmetic with the places of letters in the alphabet; the proposer reads from tables."""
    words = text.encode().split(b" ")
    if kind == "atbash":
        return tuple([bytes([_FIRST + _LAST - letter for letter in word]).decode() for word in words])
    if len(key) == 1:
        by = -ord(key) if decode else ord(key) - 2 * _FIRST
        return tuple([bytes([(letter + by) % 26 + _FIRST for letter in word]).decode() for word in words])
    shifts = cycle([-by if decode else by - 2 * _FIRST for by in key.encode()])
    return tuple(
        [
            bytes([(letter + by) % 26 + _FIRST for letter, by in zip(word, shifts, strict=False)]).decode()
            for word in words
        ]
    )


def check_step(facts: Facts, step: Step) -> bool:
    claim, words = step.claim, facts["text"].split(" ")
    at = claim["number"] - 1
    return 0 <= at < len(words) and words[at] == claim["word"] and _turned(facts)[at] == claim["becomes"]


def canonical(facts: Facts) -> list[object]:
    return [facts["text"], facts["kind"], facts["key"], facts["decode"]]
