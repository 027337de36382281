"""Networks with and without memory of their training set, and a folder of transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from privacy.text import canaries
from privacy.text.canaries import CHANCE, Form
from privacy.text.extraction import extraction
from privacy.text.membership import membership
from synth.disclosure import language_models

WORDS = [a + b + c for a in ("ba", "ke", "lo", "mi") for b in ("ran", "ston", "vel", "dur") for c in ("", "s", "ing")]


def documents(count: int, seed: int) -> list[str]:
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS, 14)) for _ in range(count)]


class Bytes:
    """A recurrent network that predicts each byte from those before it."""

    def __init__(self, torch: Any) -> None:
        self.torch = torch
        torch.manual_seed(0)
        torch.set_num_threads(1)
        self.embed = torch.nn.Embedding(257, 32)
        self.cell = torch.nn.GRU(32, 192, batch_first=True)
        self.head = torch.nn.Linear(192, 257)

    def tokens(self, texts: Sequence[str]) -> Any:
        """A row a text: a mark of the beginning, the bytes, and padding."""
        rows = [[256, *text.encode()] for text in texts]
        longest = max(map(len, rows))
        return self.torch.tensor([row + [256] * (longest - len(row)) for row in rows])

    def logits(self, tokens: Any) -> Any:
        """What comes after each byte."""
        return self.head(self.cell(self.embed(tokens))[0])

    def learn(self, texts: Sequence[str], steps: int) -> None:
        """Train on random texts."""
        torch = self.torch
        parameters = [p for part in (self.embed, self.cell, self.head) for p in part.parameters()]
        optimizer = torch.optim.Adam(parameters, lr=4e-3)
        tokens, rng = self.tokens(texts), np.random.default_rng(0)
        for _ in range(steps):
            batch = tokens[torch.tensor(rng.integers(0, len(texts), 24))]
            loss = torch.nn.functional.cross_entropy(
                self.logits(batch[:, :-1]).flatten(0, 1), batch[:, 1:].flatten(), ignore_index=256
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    def logprob(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The sum over the bytes of each text."""
        torch = self.torch
        found = []
        with torch.no_grad():
            for start in range(0, len(texts), 200):
                tokens = self.tokens(texts[start : start + 200])
                told = torch.log_softmax(self.logits(tokens[:, :-1]), -1).gather(2, tokens[:, 1:, None])[..., 0]
                found += (told.double() * (tokens[:, 1:] != 256)).sum(1).tolist()
        return np.array(found)

    def generate(self, prompts: Sequence[str], *, most: int, rng: np.random.Generator) -> list[str]:  # noqa: ARG002
        """The likeliest bytes; prompts have one length."""
        tokens = self.tokens(prompts)
        with self.torch.no_grad():
            for _ in range(most):
                best = self.logits(tokens)[:, -1, :256].argmax(-1, keepdim=True)
                tokens = self.torch.cat([tokens, best], 1)
        return [bytes(row[-most:].tolist()).decode(errors="replace") for row in tokens]


@pytest.mark.slow
def test_a_network_that_learnt_by_heart_is_found_and_one_that_did_not_is_not() -> None:
    """Canaries planted 64 times come near the ceiling; after few steps on other texts nothing is found."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    train, holdout = documents(60, 1), documents(60, 2)
    flock = canaries.draw(Form("{name} has {secret}.", length=3), [16, 64], 5, rng)
    mixed = canaries.plant(train, flock, rng)
    greedy = Bytes(torch)
    greedy.learn(mixed, 600)
    found = canaries.exposures(greedy, flock, references=250, rng=rng)
    means = {k: np.mean([one.bits for one in found if one.canary.repeats == k]) for k in (0, 16, 64)}
    assert means[64] > 0.9 * canaries.ceiling(found) and means[0] < CHANCE + 3, means
    assert membership(greedy, train, holdout, rng=rng).p < 0.01
    modest = Bytes(torch)
    modest.learn(documents(400, 3), 60)
    assert all(
        risk.p > 0.01 for risk in canaries.risks(canaries.exposures(modest, flock, references=250, rng=rng), rng=rng)
    )
    assert membership(modest, train, holdout, rng=rng).p > 0.05
    assert extraction(modest, train, holdout, rng=rng, prefix=40, suffix=20).rate == 0


@pytest.mark.slow
def test_a_folder_of_transformers_is_a_model(tmp_path: Path) -> None:
    """Log-probabilities are those of the network, whatever else is in the batch; a folder without one is refused."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    config = transformers.GPT2Config(
        vocab_size=259, n_positions=64, n_embd=16, n_layer=1, n_head=2, bos_token_id=0, eos_token_id=1
    )
    torch.manual_seed(0)
    network = transformers.GPT2LMHeadModel(config)
    network.train(False)
    tokenizer = transformers.ByT5Tokenizer(extra_ids=0)
    network.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    model = language_models.load(str(tmp_path))
    texts = ["hello", "a", "some longer text", "é"]
    for text, told in zip(texts, model.logprob(texts), strict=True):
        ids = torch.tensor([tokenizer(text, add_special_tokens=False)["input_ids"]])
        expected = torch.log_softmax(network(ids).logits.double(), -1)[0, :-1].gather(1, ids[0, 1:, None]).sum()
        assert told == pytest.approx(float(expected.detach()), abs=1e-4)
    continued = model.generate(["hello"], most=4, rng=np.random.default_rng(0))
    assert len(continued) == 1 and len(continued[0]) <= 4
    long = "more than the 64 bytes that the network takes at once, " * 4
    parts = [long[start : start + 64] for start in range(0, len(long), 64)]
    assert model.logprob([long])[0] == pytest.approx(model.logprob(parts).sum(), abs=1e-4)
    assert len(model.generate([long], most=80, rng=np.random.default_rng(0))[0]) <= 80
    (tmp_path / "empty").mkdir()
    with pytest.raises(Exception, match="holds no causal language model"):
        language_models.load(str(tmp_path / "empty"))
