"""Settings of all tests."""

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=40, derandomize=True)
settings.load_profile("default")

collect_ignore = ["reference"]  # read by contract/test_references.py


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The test that installs a wheel goes first: it takes minutes, and last it would keep the other worker waiting."""
    items.sort(key=lambda item: "test_wheel" not in item.nodeid)
