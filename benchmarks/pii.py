"""Personal data in text, side by side: recall and precision by kind and by locale, seen and unseen templates apart, speed.

``python benchmarks/pii.py [--write]`` (in the repository's root) prints the tables; ``--write`` puts them into PII.md.
Peers run in an environment of their own, whose interpreter ``PII_PEERS`` names (`pip install presidio-analyzer scrubadub
datafog`); without it their columns are left out. Nothing is tuned on the unseen templates, whose author knew the form of
labels only. Scores as in tests/privacy/pii/labelled.py.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from privacy.text.pii.detector import Detector  # noqa: E402
from privacy.text.pii.numbers import NATIONAL  # noqa: E402
from tests.privacy.pii import labelled  # noqa: E402
from tests.privacy.pii.labelled import Found, Sentence  # noqa: E402

PEERS = ("presidio", "scrubadub", "datafog")
TEMPLATES, LOOKALIKES = 300, 150  # sentences a locale
ACCEPTED = {
    "person": ("person",), "first_name": ("person",), "last_name": ("person",), "address": ("address",),
    "street": ("address",), "national_id": NATIONAL, "url_user": ("url", "email", "secret"), "passport": ("passport",),
}  # fmt: skip
THEIRS = {
    "PERSON": "person", "name": "person", "LOCATION": "address", "address": "address", "ADDRESS": "address", "EMAIL_ADDRESS": "email", "email": "email",
    "EMAIL": "email", "PHONE_NUMBER": "phone", "phone": "phone", "PHONE": "phone", "IBAN_CODE": "iban", "CREDIT_CARD": "card",
    "credit_card": "card", "IP_ADDRESS": "ip", "MAC_ADDRESS": "mac", "DATE_TIME": "birthday", "DOB": "birthday", "DATE": "birthday", "date_of_birth": "birthday",
    "URL": "url", "url": "url", "CRYPTO": "wallet", "US_PASSPORT": "passport", "IT_PASSPORT": "passport", "US_DRIVER_LICENSE": "passport",
    "vehicle_licence_plate": "plate", "UK_VEHICLE_REGISTRATION": "plate", "IN_VEHICLE_REGISTRATION": "plate", "credential": "secret", "drivers_licence": "passport",
    "postalcode": "address", "ZIP": "address", "twitter": "url", "skype": "url", "DE_PASSPORT": "passport", "DE_ID_CARD": "passport",
}  # fmt: skip
GROUPS = {"person": "names", "first_name": "names", "last_name": "names", "address": "addresses", "street": "addresses"}


def ours(sentences: Sequence[Sentence], *, known: bool = True) -> tuple[list[list[Found]], float]:
    """Our spans and seconds; ``known``: each sentence's locale is told, otherwise all locales are looked for at once."""
    made = {one.locale: Detector([one.locale]) if known else Detector() for one in sentences}
    for one in sentences:  # a warm-up: gazetteers are read once
        made[one.locale].spans(one.text)
    start = time.process_time()
    found = [made[one.locale].spans(one.text) for one in sentences]
    seconds = time.process_time() - start
    return [[(span.start, span.end, span.kind) for span in spans] for spans in found], seconds


def theirs(python: str, peer: str, sentences: Sequence[Sentence]) -> tuple[list[list[Found]], float]:
    """A peer's spans, under our kinds where it has them, and seconds."""
    lines = "\n".join(json.dumps({"text": one.text, "locale": one.locale}) for one in sentences)
    done = subprocess.run(
        [python, HERE / "pii_peers.py", peer], input=lines, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{peer}: {done.stderr[-2000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    found = [[(start, end, THEIRS.get(kind, kind)) for start, end, kind in spans] for spans in told["found"]]
    return found, told["seconds"]


def scored(
    sentences: Sequence[Sentence], found: Sequence[Sequence[Found]], key: Callable[[str, str], str]
) -> dict[str, Counter[str]]:
    """Labels, labels that were recalled, spans, spans that were right, by what ``key`` says of a kind and a locale."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one, spans in zip(sentences, found, strict=True):
        for label in one.labels:
            wanted = ACCEPTED.get(label.kind, (label.kind,))
            others = [
                (a, b, "national_id" if label.kind == "national_id" and k not in KNOWN else k) for a, b, k in spans
            ]
            hit = labelled.recalled(one.text, label, others, (*wanted, label.kind))
            found_at_all = labelled.recalled(one.text, label, [(a, b, "") for a, b, _ in spans], ("",))
            counts[key(label.kind, one.locale)].update(labels=1, recalled=hit, covered=found_at_all)
        for span in spans:
            counts[key(span[2], one.locale)].update(spans=1, right=labelled.right(one.text, span, one.labels))
    return counts


KNOWN = set(THEIRS.values())


def grouped(kind: str, _: str = "") -> str:
    """The group of a kind."""
    return GROUPS.get(kind, "structured")


def rates(count: Counter[str]) -> str:
    """Recall and precision, where there is something to count."""
    recall = f"{count['recalled'] / count['labels']:.3f}" if count["labels"] else "–"
    precision = f"{count['right'] / count['spans']:.3f}" if count["spans"] else "–"
    return f"{recall} / {precision}"


def named(count: Counter[str]) -> str:
    """Of the labels that were covered by spans of any kind, the share that has its own kind's name."""
    return f"{count['recalled'] / count['covered']:.3f}" if count["covered"] else "–"


def table(
    title: str,
    rows: Sequence[str],
    columns: dict[str, dict[str, Counter[str]]],
    rates: Callable[[Counter[str]], str] = rates,
) -> str:
    """Recall / precision: a row a kind or locale, a column a tool."""
    lines = [f"| {title} | labels | {' | '.join(columns)} |", "|---|---|" + "---|" * len(columns)]
    first = next(iter(columns.values()))
    for row in rows:
        cells = " | ".join(rates(counts[row]) for counts in columns.values())
        lines.append(f"| {row} | {first[row]['labels']} | {cells} |")
    return "\n".join(lines)


def part(folder: Path, python: str) -> str:
    """The tables of one set of templates."""
    sentences = labelled.corpus(folder, templates=TEMPLATES, lookalikes=LOOKALIKES)
    if not sentences:
        return f"No templates in `{folder.relative_to(HERE.parent)}`: left out."
    found = {"ours": ours(sentences), "ours, all locales": ours(sentences, known=False)}
    if python:
        found |= {peer: theirs(python, peer, sentences) for peer in PEERS}
    groups = {name: scored(sentences, spans, grouped) for name, (spans, _) in found.items()}
    kinds = {
        name: scored(
            sentences,
            spans,
            lambda kind, _: "national_id" if kind in NATIONAL else "url_user" if kind == "url" else kind,
        )
        for name, (spans, _) in found.items()
    }
    places = {
        name: scored(sentences, spans, lambda kind, locale: f"{locale} {grouped(kind)}")
        for name, (spans, _) in found.items()
    }
    disguised = {name: _by_disguise(sentences, spans) for name, (spans, _) in found.items()}
    rows = sorted({label.kind for one in sentences for label in one.labels})
    local = sorted(key for key in places["ours"] if places["ours"][key]["labels"])
    ways = sorted(disguised["ours"])
    total = {name: _total(counts) for name, counts in groups.items()}
    speeds = " · ".join(f"{name} {len(sentences) / seconds:,.0f}" for name, (_, seconds) in found.items())
    with_labels = sum(bool(one.labels) for one in sentences)
    return "\n\n".join(
        (
            f"{with_labels:,} sentences with personal data, {len(sentences) - with_labels:,} look-alikes. Recall / precision.",
            table("group", ["names", "addresses", "structured"], groups),
            table("all", ["all"], total),
            table("kinds that the tool has", ["all"], {name: _claimed(counts) for name, counts in kinds.items()}),
            table("kind", rows, kinds),
            table("kind is right", [*rows, "all"], {name: kinds[name] | total[name] for name in kinds}, named),
            table("locale", local, places),
            table("disguise", ways, disguised),
            f"Documents a second (one thread, processor time, after a warm-up): {speeds}.",
        )
    )


def _claimed(counts: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    """The whole over the kinds that a tool ever found: what it does not claim does not count against it."""
    names = {"person": ("first_name", "last_name"), "address": ("street",)}
    has = {kind for kind, count in counts.items() if count["recalled"] or count["right"]}
    has |= {other for kind in has for other in names.get(kind, ())}
    return _total({kind: counts[kind] for kind in has})


def _total(counts: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    whole: Counter[str] = Counter()
    for count in counts.values():
        whole.update(count)
    return {"all": whole}


def _by_disguise(sentences: Sequence[Sentence], found: Sequence[Sequence[Found]]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one, spans in zip(sentences, found, strict=True):
        for label in one.labels:
            hit = labelled.recalled(one.text, label, [(a, b, "") for a, b, _ in spans], ("",))
            counts[label.disguise or "none"].update(labels=1, recalled=hit)
    return counts


def main() -> None:
    """Print the tables, or write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    python = os.environ.get("PII_PEERS", "")
    folder = HERE.parent / "tests" / "privacy" / "pii"
    text = "\n\n".join(
        (
            "# Personal data in text\n\nMade by `PII_PEERS=… python benchmarks/pii.py --write`; how it is scored stands in that file. "
            "A label is recalled if spans of its kind cover 80% of its signs (of any kind, in the table of disguises); a span is right "
            'if half of its signs lie in labels. "Kind is right": of the labels covered by spans of any kind, the share covered by its own. A peer without a kind misses its labels. Peers: presidio-analyzer (patterns), scrubadub, datafog (patterns).',
            "## Templates that the detector's author wrote\n\n" + part(folder / "seen", python),
            "## Templates that the detector's author has not seen\n\n" + part(folder / "unseen", python),
        )
    )
    if arguments.write:
        (HERE / "PII.md").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
