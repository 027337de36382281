"""Exact samplers of noise: nothing but whole numbers and fair draws of whole numbers.

Noise in floating point leaks: which floats can be reached depends on the value that the noise hides (Mironov 2012).
Here every probability is that of the definition, not near it. Algorithms of Canonne, Kamath & Steinke (2020), a whole
array at a time; draws come from ``Generator.integers``, which is unbiased.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
MOST_VARIANCE = 2**24  # numerators and denominators of the acceptance step then fit 63 bits
FINEST = 1024  # variances are multiples of 1/1024, or of a coarser power of two where they are large
_FAR = 40  # scales; a discrete Gaussian further out has probability below 1e-300, and is never drawn


def bernoulli_exp(numerators: Whole, denominator: int, *, rng: np.random.Generator) -> NDArray[np.bool_]:
    """For each γ = numerator / denominator >= 0 whether an event of probability exp(−γ) came to pass (algorithm 1)."""
    whole, part = np.divmod(numerators, denominator)
    happened = np.ones(len(numerators), bool)
    while (left := np.flatnonzero(happened & (whole > 0))).size:
        happened[left] = _bernoulli_exp_unit(np.full(left.size, denominator), denominator, rng)
        whole[left] -= 1
    left = np.flatnonzero(happened)
    happened[left] = _bernoulli_exp_unit(part[left], denominator, rng)
    return happened


def _bernoulli_exp_unit(numerators: Whole, denominator: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """The same for γ in [0, 1]: Bernoulli(γ/k) for k = 1, 2, … until one fails; yes after evenly many successes."""
    yes = np.ones(len(numerators), bool)
    running = np.arange(len(numerators))
    k = 1
    while running.size:
        running = running[rng.integers(0, denominator * k, running.size) < numerators[running]]
        yes[running] ^= True
        k += 1
    return yes


def discrete_laplace(scale: int, size: int, *, rng: np.random.Generator) -> Whole:
    """``size`` whole numbers x with probability proportional to exp(−|x| / scale) (algorithm 2)."""
    found: list[Whole] = []
    missing = size
    while missing > 0:
        drawn = 2 * missing + 16
        rest = rng.integers(0, scale, drawn)
        rest = rest[bernoulli_exp(rest, scale, rng=rng)]
        times = np.zeros(rest.size, np.int64)
        running = np.arange(rest.size)
        while running.size:
            running = running[bernoulli_exp(np.ones(running.size, np.int64), 1, rng=rng)]
            times[running] += 1
        far = rest + scale * times
        negative = rng.integers(0, 2, far.size) == 1
        found.append(np.where(negative, -far, far)[~(negative & (far == 0))])
        missing -= len(found[-1])
    return np.concatenate([*found, np.empty(0, np.int64)])[:size]


def discrete_gaussian(variance: Fraction, size: int, *, rng: np.random.Generator) -> Whole:
    """``size`` whole numbers x with probability proportional to exp(−x² / 2σ²), σ² = ``variance`` (algorithm 3).

    Raises ValueError for variances that :func:`variance_at_least` does not give.
    """
    a, b = variance.numerator, variance.denominator
    if not 0 < variance <= MOST_VARIANCE or (FINEST % b) or (a > MOST_VARIANCE and b > 1):
        raise ValueError(f"expected a variance of variance_at_least, got {variance}")
    scale = int(np.sqrt(float(variance))) + 1
    found: list[Whole] = []
    missing = size
    while missing > 0:
        drawn = discrete_laplace(scale, missing + missing // 2 + 16, rng=rng)
        drawn = drawn[np.abs(drawn) <= _FAR * scale]
        numerators = (np.abs(drawn) * (scale * b) - a) ** 2
        found.append(drawn[bernoulli_exp(numerators, 2 * a * b * scale**2, rng=rng)])
        missing -= len(found[-1])
    return np.concatenate([*found, np.empty(0, np.int64)])[:size]


def variance_at_least(wanted: Fraction) -> Fraction | None:
    """The least variance that can be drawn and is not below ``wanted``; None where there is none."""
    parts = FINEST
    while parts > 1 and wanted * parts > MOST_VARIANCE:
        parts //= 2
    variance = Fraction(max(1, -(-wanted.numerator * parts // wanted.denominator)), parts)
    return variance if variance <= MOST_VARIANCE else None


def exponential(scores: Whole, epsilon: Fraction, *, rng: np.random.Generator) -> int:
    """A place drawn with probability proportional to exp(ε · score / 2) (McSherry & Talwar 2007), exactly.

    Places are proposed uniformly and accepted with probability exp(−ε (best − score) / 2), which is at most 1 and is
    1 for the best, so that there is an end.
    """
    behind = (scores.max() - scores) * epsilon.numerator
    while True:
        proposed = rng.integers(0, len(scores), 4 * len(scores) + 16)
        accepted = bernoulli_exp(behind[proposed], 2 * epsilon.denominator, rng=rng)
        if accepted.any():
            return int(proposed[np.argmax(accepted)])
