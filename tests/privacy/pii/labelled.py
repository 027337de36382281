"""Labelled sentences: templates with placeholders in, texts whose personal data is known place by place out.

**The form.** One YAML file a locale, called ``LOCALE.yaml``::

    locale: de_DE                # one of Faker's; LOCALES below lists those for which values can be made
    people: [Wiebke Ostermöller, …]        # own names, first name first (ja, zh: as they are written); may be empty
    addresses: ["Am Anger 3, 04109 Leipzig", …]   # own whole addresses; may be empty
    templates:                   # with personal data
      - "Bitte überweisen Sie an {person}, IBAN {iban}."
      - '{"kunde": "{person}", "tel": "{phone|spaced}"}'    # other braces stand for themselves
    lookalikes:                  # without any: every span that is found here is wrong
      - "Bestellnummer {digits:10}, Artikel {product}, lieferbar ab {date}."

*Placeholders of personal data* (their place is the label): person first_name last_name address street email phone
iban card national_id ip mac birthday url_user wallet passport plate secret. Every second ``person`` and ``address`` is
of the file's own lists, where it has any. *Disguises*, after a bar: ``spaced`` and ``dotted`` (a space or a point
between all signs), ``spelled`` (digits as the language's words), ``zero_width``, ``homoglyph``, ``full_width``,
``base64``, ``at_dot`` (a mail address said aloud).
*Fillers that are never labelled*: ``{digits:N} {letters:N} {hex:N} {date} {time} {version} {isbn} {order} {product}
{amount} {uuid}``. They may stand in templates too.

Any other lone word in braces raises ValueError.
"""

from __future__ import annotations

import base64
import random
import re
import string
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.privacy.pii import values

LOCALES = tuple(values.NATIONAL)
HERE = Path(__file__).parent
COVERED, INSIDE = 0.8, 0.5  # of a label's signs that must be found; of a found span's that must lie in labels
_PLACE = re.compile(r"\{([a-z_0-9]+)(?:\|([a-z_0-9]+))?(?::(\d+))?\}")


@dataclass(frozen=True, slots=True)
class Label:
    """Where one piece of personal data stands."""

    start: int
    end: int
    kind: str
    disguise: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and all personal data in it; a look-alike has none."""

    text: str
    labels: tuple[Label, ...]
    locale: str


def spelled(text: str, locale: str) -> str:
    """Digits as words of the language, with spaces between; other signs stay.

    >>> spelled("+49 1", "de_DE")
    '+ vier neun eins'
    """
    words = values.DIGIT_WORDS.get(locale[:2], values.DIGIT_WORDS["en"]).split()
    said = "".join(f" {words[int(sign)]} " if sign in string.digits else sign for sign in text)
    return " ".join(said.split())


def at_dot(text: str, locale: str, rng: random.Random) -> str:
    """A mail address as it is said, or kept from machines."""
    at, dot = rng.choice(
        (values.AT_DOT.get(locale[:2], ("at", "dot")), ("at", "dot"), ("(at)", "(dot)"), ("[at]", "."))
    )
    said = text.replace("@", f" {at} ")
    return said if dot == "." else said.replace(".", f" {dot} ")


def disguised(text: str, how: str, locale: str, rng: random.Random) -> str:
    """The text in a disguise. Raises ValueError where there is no such disguise."""
    ways: dict[str, Callable[[], str]] = {
        "": lambda: text,
        "spaced": lambda: " ".join(text.replace(" ", "")),
        "dotted": lambda: ".".join(re.sub(r"[\s.]", "", text)),
        "spelled": lambda: spelled(text, locale),
        "zero_width": lambda: "\u200b".join(text),
        "homoglyph": lambda: text.translate(values.HOMOGLYPHS),
        "full_width": lambda: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text),
        "base64": lambda: base64.b64encode(text.encode()).decode(),
        "at_dot": lambda: at_dot(text, locale, rng),
    }
    if how not in ways:
        raise ValueError(f"expected one of the disguises {', '.join(filter(None, ways))}, got {how!r}")
    return ways[how]()


def _date(rng: random.Random, _: int) -> str:
    form = rng.choice(("{y}-{m:02}-{d:02}", "{d:02}.{m:02}.{y}", "{d:02}/{m:02}/{y}"))
    return form.format(y=rng.randint(1995, 2027), m=rng.randint(1, 12), d=rng.randint(1, 28))


def _time(rng: random.Random, _: int) -> str:
    return f"{rng.randrange(24):02}:{rng.randrange(60):02}{rng.choice(('', f':{rng.randrange(60):02}'))}"


def _order(rng: random.Random, _: int) -> str:
    return rng.choice(("ORD-", "PO", "#", "SO-2024-", "INV")) + values.digits(rng, rng.randint(5, 9))


def _product(rng: random.Random, _: int) -> str:
    return f"{values.drawn(rng, string.ascii_uppercase, 3)}-{values.digits(rng, 4)}-{rng.choice('XYZ')}"


FILLERS: dict[str, Callable[[random.Random, int], str]] = {
    "digits": lambda rng, n: rng.choice("123456789") + values.digits(rng, n - 1),
    "letters": lambda rng, n: values.drawn(rng, string.ascii_uppercase, n),
    "hex": lambda rng, n: values.drawn(rng, "0123456789abcdef", n),
    "date": _date,
    "time": _time,
    "version": lambda rng, _: ".".join(str(rng.randrange(30)) for _ in range(rng.choice((2, 3, 3, 4)))),
    "isbn": lambda rng, _: rng.choice(("-", "")).join(_isbn(rng)),
    "order": _order,
    "product": _product,
    "amount": lambda rng, _: f"{rng.randint(1, 9999)}{rng.choice('.,')}{values.digits(rng, 2)}",
    "uuid": lambda rng, _: "-".join(values.drawn(rng, "0123456789abcdef", n) for n in (8, 4, 4, 4, 12)),
}


def _isbn(rng: random.Random) -> list[str]:
    body = "978" + values.digits(rng, 9)
    check = -sum(int(sign) * (1 + 2 * (at % 2)) for at, sign in enumerate(body)) % 10
    return [body[:3], body[3], body[4:8], body[8:12], str(check)]


def load(path: Path) -> dict[str, Any]:
    """The templates of one locale, checked. Raises ValueError, which names the file and the template."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if found.get("locale") not in LOCALES:
        raise ValueError(f"{path}: expected a locale of {', '.join(LOCALES)}, got {found.get('locale')!r}")
    for text in [*found["templates"], *found["lookalikes"]]:
        known = {*values.VALUES, *FILLERS} if text in found["templates"] else {*FILLERS}
        for name, how, _ in _PLACE.findall(text):
            if name not in known:
                raise ValueError(
                    f"{path}: expected placeholders of {', '.join(sorted(known))}, got {name!r} in {text!r}"
                )
            disguised("", how, "en_US", random.Random(0))
    return found


def filled(template: str, source: dict[str, Any], rng: random.Random) -> Sentence:
    """One sentence of a template."""
    text, labels, at = "", [], 0
    for place in _PLACE.finditer(template):
        text += template[at : place.start()]
        at = place.end()
        kind, how, size = place.groups()
        if kind in FILLERS:
            text += FILLERS[kind](rng, int(size or 8))
            continue
        value = disguised(_value(kind, source, rng), how or "", source["locale"], rng)
        labels.append(Label(len(text), len(text) + len(value), kind, how or ""))
        text += value
    return Sentence(text + template[at:], tuple(labels), source["locale"])


def _value(kind: str, source: dict[str, Any], rng: random.Random) -> str:
    own = {"person": source.get("people"), "address": source.get("addresses")}.get(kind)
    if own and rng.random() < 0.5:
        chosen = str(rng.choice(own))
        asian = source["locale"] in ("ja_JP", "zh_CN") or kind == "address"
        return chosen if asian else values.formed(chosen, rng.choice(own).split()[-1], rng)
    return values.VALUES[kind](source["locale"], rng)


def sentences(path: Path, *, templates: int, lookalikes: int, seed: int = 0) -> list[Sentence]:
    """So many sentences with personal data and without, each template about as often as another."""
    source = load(path)
    rng = random.Random(f"{seed} {source['locale']}")
    chosen = [source["templates"][at % len(source["templates"])] for at in range(templates)]
    chosen += [source["lookalikes"][at % len(source["lookalikes"])] for at in range(lookalikes)]
    return [filled(str(template), source, rng) for template in chosen]


def corpus(folder: Path, *, templates: int, lookalikes: int, seed: int = 0) -> list[Sentence]:
    """The sentences of all files of a folder: so many of each locale."""
    files = sorted(folder.glob("*.yaml"))
    return [one for file in files for one in sentences(file, templates=templates, lookalikes=lookalikes, seed=seed)]


def counted(text: str, start: int, end: int) -> set[int]:
    """The places of a span that count: no spaces, and no signs without a width."""
    return {at for at in range(start, end) if not text[at].isspace() and unicodedata.category(text[at]) != "Cf"}


Found = tuple[int, int, str]  # start, end, kind


def recalled(text: str, label: Label, found: Iterable[Found], accepted: Sequence[str]) -> bool:
    """Whether spans of accepted kinds cover 80% of the label's signs."""
    wanted = counted(text, label.start, label.end)
    covered = {at for start, end, kind in found if kind in accepted for at in range(start, end)}
    return len(wanted & covered) >= COVERED * len(wanted)


def right(text: str, span: Found, labels: Iterable[Label]) -> bool:
    """Whether at least half of a found span's signs lie in labels, of any kind."""
    signs = counted(text, span[0], span[1])
    inside = {at for label in labels for at in range(label.start, label.end)}
    return bool(signs) and len(signs & inside) >= INSIDE * len(signs)
