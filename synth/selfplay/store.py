"""Games as a table, one row a position.

Moves are counted from 0 in ``legal`` and ``move``, and written from 1 in ``moves``. ``visits`` stand in
the order of ``legal``; ``outcome`` is that of the whole game, 1 where player 0 won.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:  # who judges a table again has no need of the rules that made it
    from synth.selfplay.play import GameRecord

SCHEMA = pa.schema(
    [
        ("game", pa.string()),
        ("game_index", pa.int64()),
        ("ply", pa.int32()),
        ("moves", pa.string()),
        ("board", pa.string()),
        ("legal", pa.list_(pa.int32())),
        ("visits", pa.list_(pa.int32())),
        ("move", pa.int32()),
        ("player", pa.int8()),
        ("outcome", pa.int8()),
    ]
)


def table(records: Iterable[GameRecord]) -> pa.Table:
    """The positions of the games in which a move was chosen, in order."""
    rows = [
        (
            record.game,
            record.index,
            number,
            ply.moves,
            ply.board,
            ply.legal,
            ply.visits,
            ply.move,
            ply.player,
            record.outcome,
        )
        for record in records
        for number, ply in enumerate(record.plies)
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMA)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)
