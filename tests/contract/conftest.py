"""Programs of the contract tests are the project's own: they run where a kernel lacks a layer of the isolation, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulators.checks import programs


@pytest.fixture(autouse=True)
def trusted() -> Iterator[None]:
    with programs.trusting():
        yield
