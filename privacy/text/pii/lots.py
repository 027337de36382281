"""Draws that a secret and a few names fix: the same person gets the same fake in every table, row and process."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Item = TypeVar("Item")
_LEAST = 1 << 64  # of what is left of a digest: below, a draw would lean to small numbers


class Lot:
    """Numbers out of keyed BLAKE2b (RFC 7693): who does not hold the secret cannot go back from a fake to its key.

    >>> Lot(b"secret", "name", "7").below(1000) == Lot(b"secret", "name", "7").below(1000)
    True
    """

    def __init__(self, secret: bytes, *names: str) -> None:
        self._secret = secret
        self._text = "\x1f".join(names).encode("utf-8", "surrogatepass")
        self._state = 0

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        if self._state < _LEAST * n:
            digest = blake2b(self._text, key=self._secret, digest_size=64).digest()
            self._text = digest
            self._state = int.from_bytes(digest, "big")
        self._state, found = divmod(self._state, n)
        return found

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items, each as likely as the others."""
        return items[self.below(len(items))]

    def digits(self, n: int) -> str:
        """A text of n digits."""
        return str(self.below(10**n)).zfill(n)
