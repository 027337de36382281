"""How SDV is run: imported only where it is asked for, seeded, in one order in every process, its epochs told."""

from __future__ import annotations

import importlib
import logging
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from simulators.core import ProvenderError

SEEDS = 2**31 - 1
Watch = Callable[[int, int], None]  # of epochs done, of epochs in all
_NETWORKS = ("ctgan.synthesizers.ctgan", "ctgan.synthesizers.tvae", "deepecho.models.par")


class ExtraError(ProvenderError):
    """A package that is not installed; the text says which `pip install` brings it."""


def module(name: str) -> Any:
    """A module of SDV's. Raises ExtraError where SDV is not installed."""
    try:
        found = importlib.import_module(f"sdv.{name}")
    except ImportError as error:
        raise ExtraError("this engine needs SDV, which is not installed: pip install 'provender[tabular]'") from error
    logging.getLogger("sdv").setLevel(logging.ERROR)
    return found


@contextmanager
def quiet() -> Iterator[None]:
    """Without SDV's warnings: those of the optimizer show as poor quality in what is measured."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """SDV draws from the global generators of numpy and PyTorch, on several threads: not within this."""
    import torch

    state, numbers, threads = np.random.get_state(), torch.random.get_rng_state(), torch.get_num_threads()
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    try:
        yield
    finally:
        np.random.set_state(state)
        torch.random.set_rng_state(numbers)
        torch.set_num_threads(threads)


@contextmanager
def in_order() -> Iterator[None]:
    """SDV walks through sets of tables' names, in another order in each process: not within this."""
    metadata = module("metadata").Metadata
    before = metadata._get_child_map

    def sorted_map(self: Any) -> Any:
        found = {parent: sorted(children) for parent, children in before(self).items()}
        return defaultdict(list, found)

    metadata._get_child_map = sorted_map
    try:
        yield
    finally:
        metadata._get_child_map = before


@contextmanager
def epochs_told(watch: Watch) -> Iterator[None]:
    """Tells of each epoch that a network of SDV's has been trained for within this."""
    networks: list[Any] = [importlib.import_module(name) for name in _NETWORKS]
    before = [network.tqdm for network in networks]

    def told(epochs: range, **_: Any) -> Iterator[int]:
        for done in epochs:
            watch(done, len(epochs))
            yield done
        watch(len(epochs), len(epochs))

    for network in networks:
        network.tqdm = told
    try:
        yield
    finally:
        for network, bar in zip(networks, before, strict=True):
            network.tqdm = bar
