"""Functions in machine code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def compiled(function: Compiled) -> Compiled:
    """The function in machine code, kept between processes where a folder for it can be written."""
    try:
        return cast(Compiled, numba.njit(cache=True)(function))
    except RuntimeError:  # no such folder: it is compiled in each process
        return cast(Compiled, numba.njit(function))


def read_only(symbols: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The same symbols, not to be written to: another type would be compiled for once more."""
    symbols = symbols.view()
    symbols.flags.writeable = False
    return symbols
