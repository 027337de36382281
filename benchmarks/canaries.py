"""Exposure of canaries by how often they were planted, in models with more and with less memory.

``python benchmarks/canaries.py [--write]``. Canaries of three digits are planted 1, 4, 16 and 64 times among made-up
documents, ten of each, ten more never. Every other secret is scored, so ranks are exact, and the most there is to see
is log2(1000) = 9.97 bits; of a uniform rank the mean is 1.44. Models: n-grams of characters, and a recurrent network
over bytes after ever more steps. ``--write`` puts the table into benchmarks/CANARIES.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
import torch  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
from power_text import invented  # noqa: E402

from privacy.text import canaries  # noqa: E402
from privacy.text.language_model import LanguageModel, fit  # noqa: E402

PAGE = Path(__file__).parent / "CANARIES.md"
REPEATS = (1, 4, 16, 64)
DOCUMENTS, CHARACTERS = 400, 120
GRAMS = ((8, 0.5), (4, 5.0), (2, 500.0))
STEPS = (200, 600)
END = 256  # stands before a text and behind it


class Network:
    """A recurrent network that predicts each byte from those before it."""

    def __init__(self) -> None:
        torch.manual_seed(0)
        torch.set_num_threads(1)
        self.embed, self.cell = torch.nn.Embedding(257, 32), torch.nn.GRU(32, 160, batch_first=True)
        self.head = torch.nn.Linear(160, 257)
        parts = (self.embed, self.cell, self.head)
        self.optimizer = torch.optim.Adam([p for part in parts for p in part.parameters()], lr=4e-3)

    def tokens(self, texts: Sequence[str]) -> torch.Tensor:
        """A row a text, padded."""
        rows = [[END, *text.encode()] for text in texts]
        longest = max(map(len, rows))
        return torch.tensor([row + [END] * (longest - len(row)) for row in rows])

    def logits(self, tokens: torch.Tensor) -> torch.Tensor:
        """What comes after each byte."""
        found: torch.Tensor = self.head(self.cell(self.embed(tokens))[0])
        return found

    def learn(self, texts: Sequence[str], steps: int, rng: np.random.Generator) -> None:
        """So many steps of 24 texts each."""
        for _ in range(steps):
            batch = self.tokens([texts[i] for i in rng.integers(0, len(texts), 24)])
            loss = torch.nn.functional.cross_entropy(
                self.logits(batch[:, :-1]).flatten(0, 1), batch[:, 1:].flatten(), ignore_index=END
            )
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()

    def logprob(self, texts: Sequence[str]) -> np.ndarray:
        """The sum over the bytes of each text."""
        found: list[float] = []
        with torch.no_grad():
            for start in range(0, len(texts), 250):
                tokens = self.tokens(texts[start : start + 250])
                told = torch.log_softmax(self.logits(tokens[:, :-1]), -1).gather(2, tokens[:, 1:, None])[..., 0]
                found += (told.double() * (tokens[:, 1:] != END)).sum(1).tolist()
        return np.array(found)

    def generate(self, prompts: Sequence[str], *, most: int, rng: np.random.Generator) -> list[str]:
        """Not asked for here."""
        raise NotImplementedError


def models(texts: Sequence[str]) -> Iterator[tuple[str, LanguageModel]]:
    """Models of the texts, by what they are."""
    for order, strength in GRAMS:
        yield f"n-gram, contexts of {order}, strength {strength:g}", fit(texts, order=order, strength=strength)
    network, done, rng = Network(), 0, np.random.default_rng(0)
    for steps in STEPS:
        network.learn(texts, steps - done, rng)
        done = steps
        yield f"recurrent network, {steps:,} steps", network


def page() -> str:
    """Measure all models."""
    rng = np.random.default_rng(0)
    flock = canaries.draw(canaries.Form("{name} has {secret}.", length=3), REPEATS, 10, rng)
    texts = canaries.plant([text[:CHARACTERS] for text in invented(DOCUMENTS, rng)], flock, rng)
    lines = [
        "| model | " + " | ".join(f"{count} times" for count in (0, *REPEATS)) + " |",
        "|---|" + "---:|" * (1 + len(REPEATS)),
    ]
    for what, model in models(texts):
        found = canaries.exposures(model, flock, references=999, rng=rng)
        means = [np.mean([one.bits for one in found if one.canary.repeats == count]) for count in (0, *REPEATS)]
        lines.append(f"| {what} | " + " | ".join(f"{mean:.2f}" for mean in means) + " |")
        print(lines[-1], flush=True)
    return (
        "# Exposure of canaries\n\n`python benchmarks/canaries.py --write`. Mean exposure in bits by how often canaries"
        f" were planted among {DOCUMENTS} documents of {CHARACTERS} characters: ten canaries each, of three digits, all"
        " other secrets scored. The most there is to see: 9.97; chance: 1.44.\n\n" + "\n".join(lines) + "\n"
    )


def main() -> None:
    """Print the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    text = page()
    print(text)
    if given.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
