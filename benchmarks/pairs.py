"""Which families are measured against which of the peer's data sets, and at which sizes.

A pair asks the same kind of question at like size: our level and the peer's settings are chosen to fit each other.
Where no level fits, ours is the larger one, or the peer is set to ours; ``note`` says what is not obvious.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Pair(NamedTuple):
    """A family and its level, the peer's data set and the settings in which it differs from its defaults."""

    ours: str
    level: int
    theirs: str
    settings: Mapping[str, Any] = {}
    note: str = ""


SOLVERS = "puzzles that are searched"
RELATED = "related questions that are not the same"

# Transformations of the peer that no family here has: they are switched off.
_NO_OTHERS = {
    f"w_{name}": 0 for name in ("map", "crop", "remove_every_nth_row", "remove_every_nth_col", "zero_divisible")
}

GROUPS: Mapping[str, tuple[Pair, ...]] = {
    "arithmetic and number theory": (
        Pair("arithmetic.chain", 3, "chain_sum"),
        Pair("arithmetic.precedence", 4, "basic_arithmetic"),
        Pair("arithmetic.long_multiplication", 3, "products", {"min_digits": 3, "max_digits": 4}),
        Pair("arithmetic.decimals", 2, "decimal_arithmetic", {"max_terms": 2}, "one operation each"),
        Pair("arithmetic.bitwise", 4, "bitwise_arithmetic", {}, "16 bits; ours three operations, theirs one to three"),
        Pair("arithmetic.base_conversion", 2, "base_conversion", {}, "ours to 4,000, theirs to 1,000"),
        Pair("number_theory.gcd", 2, "gcd"),
        Pair("number_theory.lcm", 1, "lcm", {}, "ours to 500, theirs to 100"),
        Pair("number_theory.prime_factorization", 1, "prime_factorization"),
        Pair("number_theory.prime_count", 1, "count_primes", {"max_n": 140}, "about 35 numbers looked at"),
    ),
    "algebra and calculus": (
        Pair("algebra.linear_equation", 3, "simple_equations", {"max_terms": 2}),
        Pair("algebra.quadratic_equation", 2, "polynomial_equations", {"min_degree": 2, "max_degree": 2}),
        Pair("algebra.polynomial_product", 5, "polynomial_multiplication", {"max_polynomials": 2}),
        Pair("algebra.complex_arithmetic", 1, "complex_arithmetic", {"operations": ["*"], "operations_weights": [1.0]}),
        Pair("calculus.antiderivative", 2, "simple_integration"),
        Pair("calculus.antiderivative", 5, "intermediate_integration"),
    ),
    "probability": (
        Pair("probability.dice_sum", 3, "dice"),
        Pair("probability.binomial", 2, "coin_flip", {"min_trials": 4, "max_trials": 6}, "ours of any odds, exactly"),
    ),
    "dates and times": (
        Pair("dates_units.weekday", 3, "calendar_arithmetic", {"tasks": ["weekday_of_date"]}),
        Pair("dates_units.recurrence", 1, "calendar_arithmetic", {"tasks": ["recurring_event_day"]}),
        Pair(
            "dates_units.business_days",
            3,
            "calendar_arithmetic",
            {"tasks": ["count_business_days"], "offset_upper_bound": 40},
            "about 15 working days; ours with holidays",
        ),
        Pair("dates_units.days_between", 1, "time_intervals", {"task_types": ["date"]}),
        Pair("dates_units.clock", 1, "time_intervals", {"task_types": ["time"]}),
        Pair("dates_units.duration", 2, "time_intervals", {"task_types": ["time_seconds"]}),
        Pair("dates_units.time_zone", 2, "time_intervals", {"task_types": ["datetime_tz"]}),
    ),
    "language and stories": (
        Pair("language.letter_count", 3, "letter_counting", {"min_words": 8, "max_words": 8}),
        Pair("language.word_order", 1, "word_sorting", {"min_words": 5, "max_words": 5}),
        Pair("language.cipher", 2, "caesar_cipher", {"max_words": 3}),
        Pair("word_problems.story", 1, "gsm_symbolic", {}, "ours is composed event by event, theirs fills in a text"),
    ),
    "logic": (
        Pair("logic.knights_and_knaves", 1, "knights_knaves", {"n_people": 3}),
        Pair("logic.entailment", 2, "propositional_logic"),
        Pair(
            "logic.syllogism",
            1,
            "syllogism",
            {},
            "arguments with unnamed groups are few: ours keeps what follows from each",
        ),
        Pair(
            "logic.self_reference",
            4,
            "self_reference",
            {},
            "seven statements; ours which are true, theirs how many ways",
        ),
    ),
    "grids, graphs and space": (
        Pair("planning.grid_navigation", 1, "shortest_path", {"max_rows": 5, "max_cols": 5, "p_blocked": 0.25}),
        Pair("planning.grid_navigation", 2, "maze", {"min_grid_size": 6, "max_grid_size": 6}),
        Pair("graphs.coloring", 1, "graph_color", {"edge_probability": 0.35}, "ten vertices, about 16 edges"),
        Pair(
            "algorithms.flood_fill", 3, "largest_island", {"min_rows": 7, "max_rows": 7, "min_cols": 7, "max_cols": 7}
        ),
        Pair(
            "automata.game_of_life",
            5,
            "game_of_life",
            {"grid_size_x": 8, "grid_size_y": 8, "filled_cells": 24, "simulation_steps": 4},
        ),
        Pair("spatial.dice_rolling", 1, "color_cube_rotation", {"min_rotations": 4, "max_rotations": 4}),
        Pair(
            "spatial.grid_map",
            3,
            "manipulate_matrix",
            {"min_rows": 8, "max_rows": 8, "min_cols": 8, "max_cols": 8, "min_transforms": 4, "max_transforms": 4}
            | _NO_OTHERS,
        ),
    ),
    "rules to find": (
        Pair("induction.sequence_rule", 3, "number_sequence"),
        Pair("induction.list_function", 1, "list_functions", {}, "ours is shown to have one outcome under all rules"),
    ),
    SOLVERS: (
        Pair("puzzles.sudoku", 2, "mini_sudoku", {"min_empty": 10, "max_empty": 10}),
        Pair("puzzles.sudoku", 5, "sudoku", {"min_empty": 36, "max_empty": 36}),
        Pair("puzzles.futoshiki", 4, "futoshiki", {"min_board_size": 5, "max_board_size": 5}),
        Pair("puzzles.futoshiki", 5, "futoshiki", {"min_board_size": 6, "max_board_size": 6}),
        Pair("logic.zebra", 3, "zebra_puzzles"),
        Pair(
            "puzzles.sokoban",
            5,
            "sokoban",
            {"min_w": 8, "max_w": 8, "min_h": 7, "max_h": 7, "min_boxes": 3, "max_boxes": 3},
        ),
        Pair("puzzles.countdown", 5, "countdown", {}, "ours of six numbers, theirs of four to six"),
        Pair("puzzles.twenty_four", 1, "puzzle24", {"max_value": 9}),
        Pair("puzzles.knight_moves", 4, "knight_swap", {}, "one knight to a square on 8 by 8; theirs swaps four on 9"),
        Pair(
            "puzzles.pocket_cube",
            5,
            "rubiks_cube",
            {"cube_size": 2, "min_scramble_steps": 7, "max_scramble_steps": 7},
            "the peer solves no cube of this size: it states no answer, and so scores none",
        ),
        Pair("puzzles.word_ladder", 4, "word_ladder", {"size": 20_000}, "theirs looks its words up, ours lists them"),
        Pair("puzzles.queens", 1, "n_queens", {"min_remove": 3, "max_remove": 3}),
        Pair("puzzles.cryptarithm", 2, "cryptarithm", {}, "ours has one solution, proven; theirs may have several"),
        Pair(
            "planning.hanoi",
            4,
            "tower_of_hanoi",
            {"min_disks": 5, "max_disks": 5, "min_pegs": 3, "max_pegs": 3},
            "20 to 32 moves from any position to any other; theirs 31, from one peg to another",
        ),
        Pair("planning.jugs", 5, "jugs", {"difficulty": 5}, "three jugs, five actions; ours hold up to 40, theirs 8"),
    ),
    RELATED: (
        Pair("logic.circuit", 1, "circuit_logic", {}, "theirs asks for one row of the table, ours for all"),
        Pair(
            "sets_relations.kinship",
            1,
            "family_relationships",
            {},
            "theirs names one relation, ours all such relatives",
        ),
        Pair(
            "graphs.topological_order", 1, "course_schedule", {}, "theirs asks whether there is an order, ours for one"
        ),
        Pair(
            "arithmetic.ordering",
            3,
            "number_sorting",
            {"min_numbers": 5, "max_numbers": 5},
            "ours mixes fractions, decimals and percentages",
        ),
        Pair(
            "geometry.triangle_angles",
            1,
            "simple_geometry",
            {},
            "theirs is the last angle of a polygon, ours follows in two steps from laws that change",
        ),
        Pair("puzzles.pocket_cube", 5, "rubiks_cube", {}, "theirs is the larger cube, 3 by 3 by 3, which it solves"),
        Pair("puzzles.sokoban", 5, "sokoban", {}, "theirs is larger: up to 10 by 10 with ten boxes"),
        Pair("induction.grid_transformation", 5, "rearc", {}, "theirs has more kinds of rules, and larger grids"),
    ),
}

# Pairs that count: the same question at like size.
COUNTED = tuple(group for group in GROUPS if group != RELATED)
# The nearest that the peer has, and far wider than any other pair: the mean is also told without it.
UNLIKE = ("knight_swap",)
