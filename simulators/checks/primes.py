"""Primes, found in two ways that share nothing: a sieve to propose with, witnesses to prove with."""

from __future__ import annotations

from functools import lru_cache

# The strong test to the first twelve primes errs for no number below this (Sorenson and Webster, 2015).
PROVABLE = 318_665_857_834_031_151_167_461
_WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
# Below this, the bases 2 and 3 are enough (Pomerance, Selfridge and Wagstaff, 1980).
_TWO_ARE_ENOUGH = 1_373_653


@lru_cache(maxsize=16)
def below(limit: int) -> tuple[int, ...]:
    """All primes below the limit, by the sieve of Eratosthenes.

    >>> below(12)
    (2, 3, 5, 7, 11)
    """
    kept = bytearray([1]) * limit
    kept[:2] = bytes(min(2, limit))
    for number in range(2, int(limit**0.5) + 1):
        if kept[number]:
            kept[number * number :: number] = bytes(len(range(number * number, limit, number)))
    return tuple(number for number in range(limit) if kept[number])


@lru_cache(maxsize=1 << 16)
def is_prime(number: int) -> bool:
    """Whether the number is prime, proven by strong witnesses.

    Raises ValueError where they prove nothing: from PROVABLE on, if none refutes.


    >>> is_prime(2), is_prime(91), is_prime(10**9 + 7)
    (True, False, True)
    """
    if number < 2 or number % 1:  # a checker may ask about a fraction too
        return False
    for prime in _WITNESSES:
        if number % prime == 0:
            return number == prime
    if number < 41 * 41:
        return True
    if not all(_passes(number, base) for base in (_WITNESSES[:2] if number < _TWO_ARE_ENOUGH else _WITNESSES)):
        return False
    if number >= PROVABLE:
        raise ValueError(f"expected a number below {PROVABLE} or a composite one, got {number}")
    return True


def _passes(number: int, base: int) -> bool:
    """The strong test: the powers of the base must reach 1 as they do modulo a prime."""
    twos = ((number - 1) & (1 - number)).bit_length() - 1
    power = pow(base, (number - 1) >> twos, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False
