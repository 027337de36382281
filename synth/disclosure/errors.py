"""What privacy cannot work with becomes an error of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from privacy.core import PrivacyError
from simulators.core import ProvenderError


@contextmanager
def refused() -> Iterator[None]:
    """Raises ProvenderError where privacy raises PrivacyError, with the same sentence."""
    try:
        yield
    except PrivacyError as error:
        raise ProvenderError(str(error)) from error
