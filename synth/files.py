"""Files: written whole or not at all, read with one sentence where they cannot be, and their hashes."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from simulators.core import ProvenderError

MOST_ENTRIES = 1_000_000  # of a YAML file, with all that its aliases stand for


class StoreError(ProvenderError):
    """A folder or file that cannot be used; the text says which and why."""


def write(path: Path, fill: Callable[[Path], None]) -> None:
    """Write a file whole or not at all: ``fill`` writes a temporary one beside it, which is renamed.

    Raises StoreError where the disk is full or the folder cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fill(temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {cause(error)}; what was written before is kept") from error
    finally:
        with suppress(OSError):  # where the folder is a file, there is nothing to remove
            temporary.unlink()


def cause(error: OSError) -> str:
    """Why the system would not, in a few words."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    return f"no space left ({error.strerror})" if full else error.strerror or str(error)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""

    def fill(temporary: Path) -> None:
        temporary.write_text(text, encoding="utf-8", newline="\n")

    write(path, fill)


def write_json(path: Path, value: Any) -> None:
    """Write JSON, indented, keys in the order given."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def write_parquet(path: Path, table: pa.Table) -> None:
    """Write a Parquet file: zstd, page checksums, the same bytes for the same table."""
    write(path, lambda temporary: pq.write_table(table, temporary, compression="zstd", write_page_checksum=True))


def read_json(path: Path) -> Any:
    """The JSON of a file. Raises StoreError where it is missing or broken."""
    if path.exists() and not path.is_file():
        raise StoreError(f"cannot read {path}: it is {'a folder' if path.is_dir() else 'no file'}")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{path} is not JSON: {error}") from error


def read_parquet(path: Path, columns: list[str] | None = None) -> pa.Table:
    """The table of a Parquet file. Raises StoreError where it is missing or corrupt."""
    try:
        return pq.ParquetFile(path, page_checksum_verification=True).read(columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"cannot read {path}: {' '.join(str(error).split())[:200]}") from error


def sha256(path: Path) -> str:
    """The hash of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def parse_yaml(text: str) -> Any:
    """The value of a YAML text. Raises yaml.YAMLError where it is none, or where its aliases make it too large.

    An alias stands for all that its anchor holds, so a list of nine aliases of a list of nine aliases … of a few lines
    would have more entries than there is memory.

    >>> parse_yaml("a: &one [1, 2]\\nb: *one")
    {'a': [1, 2], 'b': [1, 2]}
    """
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if (size := _entries(node, {})) > MOST_ENTRIES:
            raise yaml.YAMLError(f"its aliases stand for {size:,} entries; expected at most {MOST_ENTRIES:,}")
        return loader.construct_document(node)
    except RecursionError as error:
        raise yaml.YAMLError("it is nested too deeply, or holds itself") from error
    finally:
        loader.dispose()


def _entries(node: yaml.Node, known: dict[int, int]) -> int:
    """How many nodes a node stands for, itself included."""
    if id(node) not in known:
        held = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
        inner = 0 if isinstance(node, yaml.ScalarNode) else sum(_entries(part, known) for part in held)
        known[id(node)] = 1 + inner
    return known[id(node)]
