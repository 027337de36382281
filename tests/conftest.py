"""Settings of all tests."""

from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=40, derandomize=True)
settings.load_profile("default")

collect_ignore = ["reference"]  # read by contract/test_references.py
