"""Functions in machine code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def compiled(function: Compiled) -> Compiled:
    """The function in machine code, kept between processes where a folder for it can be written."""
    try:
        return cast(Compiled, numba.njit(cache=True)(function))
    except RuntimeError:  # no such folder: it is compiled in each process
        return cast(Compiled, numba.njit(function))
