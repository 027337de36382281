"""What an attack asks of a language model, and a small one: characters, each predicted from those before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from privacy.core import PrivacyError
from privacy.text.documents import characters

FACTOR, ONE, HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(1), np.uint64(32)


class LanguageModel(Protocol):
    """Any object with these two methods can be attacked."""

    def generate(self, prompts: Sequence[str], *, most: int, rng: np.random.Generator) -> list[str]:
        """The continuation of each prompt, without the prompt: at most ``most`` characters."""

    def logprob(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The natural logarithm of the probability of each text, of all of it and not a character's mean."""


def scores(model: LanguageModel, texts: Sequence[str]) -> NDArray[np.float64]:
    """What a model says of texts. Raises PrivacyError where that is not one finite number each."""
    told = model.logprob(texts)
    try:
        found = np.asarray(told, np.float64)
    except (TypeError, ValueError) as error:
        raise PrivacyError(f"expected {len(texts):,} log-probabilities of the model, got others: {error}") from error
    if found.shape != (len(texts),):
        raise PrivacyError(f"expected {len(texts):,} log-probabilities of the model, got an array of {found.shape}")
    if not np.isfinite(found).all():
        first = int(np.flatnonzero(~np.isfinite(found))[0])
        raise PrivacyError(f"expected finite log-probabilities of the model, got {found[first]} for text {first}")
    return found


def continuations(model: LanguageModel, prompts: Sequence[str], most: int, rng: np.random.Generator) -> Sequence[str]:
    """How a model goes on after prompts. Raises PrivacyError where that is not one text each."""
    found = model.generate(prompts, most=most, rng=rng)
    if len(found) != len(prompts) or not all(isinstance(one, str) for one in found):
        raise PrivacyError(f"expected a text of the model for each of {len(prompts):,} prompts, got {len(found):,}")
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """How often keys occurred: hashes, ascending, and their numbers."""

    keys: NDArray[np.uint64]
    numbers: NDArray[np.float64]

    def of(self, keys: NDArray[np.uint64]) -> NDArray[np.float64]:
        """The numbers of keys, 0 for others."""
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, self.numbers[place], 0.0)


@dataclass(frozen=True, slots=True)
class NGram:
    """An interpolated n-gram model of characters, made by :func:`fit`.

    The probability of a character after a context of m others is (count + s p) / (count of the context + s), with p the
    probability after m - 1 (MacKay & Peto 1995) and s the ``strength``: little strength and long contexts memorise,
    much strength and short ones do not. ``temperature`` 0 generates the likeliest characters.
    """

    grams: tuple[Counts, ...]
    contexts: tuple[Counts, ...]
    alphabet: NDArray[np.uint32]
    strength: float
    temperature: float = 0.0

    def logprob(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The log-probability of each text in nats, from its start."""
        order = len(self.grams) - 1
        symbols, real, starts = _padded(texts, order)
        if not len(symbols):
            return np.zeros(len(texts))
        found = np.concatenate([[0.0], np.cumsum(np.log(self._probability(symbols, order)[real]))])
        return np.asarray(found[starts[1:]] - found[starts[:-1]])

    def _probability(self, symbols: NDArray[np.uint64], order: int) -> NDArray[np.float64]:
        """The probability of each symbol after up to ``order`` before it; what lies before the first is padding."""
        found = np.full(len(symbols), 1 / (len(self.alphabet) + 1))
        for (context, gram), grams, contexts in zip(_keys(symbols, order), self.grams, self.contexts, strict=True):
            found = (grams.of(gram) + self.strength * found) / (contexts.of(context) + self.strength)
        return found

    def generate(self, prompts: Sequence[str], *, most: int, rng: np.random.Generator) -> list[str]:
        """Continuations of prompts, ``most`` characters each."""
        order = len(self.grams) - 1
        tails = np.zeros((len(prompts), order + most), np.uint64)
        for row, prompt in enumerate(prompts):
            last = characters([prompt[-order:] if order else ""]).symbols
            tails[row, order - len(last) : order] = last + 1
        choices = self.alphabet.astype(np.uint64) + ONE
        for step in range(most):
            found = self._next(tails[:, step : step + order], choices)
            if self.temperature:  # Gumbel noise makes the largest a draw
                found = np.log(found) / self.temperature + rng.gumbel(size=found.shape)
            tails[:, order + step] = choices[found.argmax(axis=1)]
        return ["".join(chr(int(symbol) - 1) for symbol in row[order:]) for row in tails]

    def _next(self, tails: NDArray[np.uint64], choices: NDArray[np.uint64]) -> NDArray[np.float64]:
        """The probability of each choice after each row of symbols: an array (rows, choices)."""
        found = np.full((len(tails), len(choices)), 1 / (len(choices) + 1))
        context = np.zeros(len(tails), np.uint64)
        for length, (grams, contexts) in enumerate(zip(self.grams, self.contexts, strict=True)):
            if length:
                context = _mixed(context, tails[:, -length])
            counts = grams.of(_mixed(context[:, None], choices[None, :]))
            found = (counts + self.strength * found) / (contexts.of(context)[:, None] + self.strength)
        return found


def fit(texts: Sequence[str], *, order: int = 8, strength: float = 0.5, temperature: float = 0.0) -> NGram:
    """An n-gram model of texts, each character after up to ``order`` others. Raises PrivacyError without a character.

    >>> model = fit(["abcabcabc"], order=2)
    >>> model.generate(["ab"], most=4, rng=np.random.default_rng(0))
    ['cabc']
    """
    symbols, real, _ = _padded(texts, order)
    if not len(symbols):
        raise PrivacyError("expected texts to learn from, got none with a character")
    grams, contexts = [], []
    for context, gram in _keys(symbols, order):
        contexts.append(Counts(*_counted(context[real])))
        grams.append(Counts(*_counted(gram[real])))
    alphabet = np.unique(symbols[real]).astype(np.uint32) - np.uint32(1)
    return NGram(tuple(grams), tuple(contexts), alphabet, strength, temperature)


def _counted(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    distinct, numbers = np.unique(keys, return_counts=True)
    return distinct, numbers.astype(np.float64)


def _padded(texts: Sequence[str], order: int) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Code points from 1 on with ``order`` zeros before each text, where they lie, and where each text starts there."""
    documents = characters(texts)
    real = np.arange(len(documents.symbols)) + order * (
        1 + documents.document_of(np.arange(len(documents.symbols), dtype=np.int64))
    )
    symbols = np.zeros(len(documents.symbols) + order * len(documents) if len(documents.symbols) else 0, np.uint64)
    symbols[real] = documents.symbols.astype(np.uint64) + ONE
    return symbols, real, documents.starts


def _keys(symbols: NDArray[np.uint64], order: int) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
    """For contexts of 0 to ``order`` symbols: hashes of the context before each symbol, and of it with the symbol."""
    context = np.zeros(len(symbols), np.uint64)
    for length in range(order + 1):
        if length:
            before = np.concatenate([np.zeros(length, np.uint64), symbols[:-length]])[: len(symbols)]
            context = _mixed(context, before)
        yield context, _mixed(context, symbols)


def _mixed(values: NDArray[np.uint64], symbols: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = (values + symbols + ONE) * FACTOR
    return (values ^ (values >> HALF)) * FACTOR
