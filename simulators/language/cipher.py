"""A text written in a Caesar, Atbash or Vigenère cipher, or read from one."""

from __future__ import annotations

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
    found, at = [], 0
    for letter in message:
        if letter == " ":
            found.append(letter)
            continue
        place = ALPHABET.index(letter)
        place = 25 - place if kind == "atbash" else place + direction * ALPHABET.index(key[at % len(key)])
        found.append(ALPHABET[place % 26])
        at += 1
    return "".join(found)


def _fits(facts: Facts, said: str) -> bool:
    """Plain and coded text side by side: the steps between their letters must be those of the key, round and round."""
    pair = (said, facts["text"]) if facts["decode"] else (facts["text"], said)
    if len(said) != len(facts["text"]) or not (said.replace(" ", "").isascii() and said.replace(" ", "").islower()):
        return False
    if [letter == " " for letter in pair[0]] != [letter == " " for letter in pair[1]]:
        return False
    plain, coded = ([ord(letter) for letter in text if letter != " "] for text in pair)
    if facts["kind"] == "atbash":
        return all(p + c == ord("a") + ord("z") for p, c in zip(plain, coded, strict=True))
    key = [ord(letter) - ord("a") for letter in facts["key"]]
    return all((c - p - key[at % len(key)]) % 26 == 0 for at, (p, c) in enumerate(zip(plain, coded, strict=True)))


def check(facts: Facts, reply: str) -> Verdict:
    said = " ".join((final(reply) or "").lower().split())
    if not said.replace(" ", "").isalpha():
        return wrong("expected words of letters")
    return RIGHT if _fits(facts, said) else wrong(f"{said[:60]!r} does not fit the cipher")


def check_step(facts: Facts, step: Step) -> bool:
    claim, words = step.claim, facts["text"].split()
    at = claim["number"] - 1
    if not 0 <= at < len(words) or words[at] != claim["word"]:
        return False
    before = sum(map(len, words[:at])) % (len(facts["key"]) or 1)
    alone = {**facts, "text": claim["word"], "key": facts["key"][before:] + facts["key"][:before]}
    return _fits(alone, claim["becomes"])


def canonical(facts: Facts) -> list[object]:
    return [facts["text"], facts["kind"], facts["key"], facts["decode"]]
