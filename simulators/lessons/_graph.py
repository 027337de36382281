"""The concepts that lessons teach: what each builds on, and the family that its problems come from."""

from __future__ import annotations

from typing import NamedTuple


class Concept(NamedTuple):
    """A concept: its name, the family of its problems, the mistake it warns of, and what must be known before."""

    title: str
    family: str
    error: str
    needs: tuple[str, ...] = ()


CONCEPTS: dict[str, Concept] = {
    # Numbers
    "running_sums": Concept("Adding and subtracting in a row", "arithmetic.chain", "last_sign_turned"),
    "decimals": Concept(
        "Reckoning with decimals", "arithmetic.decimals", "point_moved", ("running_sums", "long_division")
    ),
    "long_division": Concept("Long division", "arithmetic.long_division", "remainder_too_large", ("running_sums",)),
    "fraction_sums": Concept(
        "Adding fractions", "arithmetic.fraction_sum", "tops_and_bottoms_added", ("common_multiples",)
    ),
    "percentages": Concept("Percentages", "arithmetic.percentage", "wrong_direction", ("decimals",)),
    "rounding": Concept("Rounding", "arithmetic.rounding", "other_neighbour", ("decimals",)),
    "scientific_notation": Concept(
        "Scientific notation", "arithmetic.scientific_notation", "exponents_miscombined", ("decimals",)
    ),
    "common_divisors": Concept(
        "The greatest common divisor", "number_theory.gcd", "multiple_instead", ("long_division",)
    ),
    "common_multiples": Concept(
        "The least common multiple", "number_theory.lcm", "multiplied_all", ("common_divisors",)
    ),
    "prime_factors": Concept("Prime factors", "number_theory.prime_factorization", "not_split_up", ("long_division",)),
    "diophantine_equations": Concept(
        "Equations in whole numbers", "number_theory.diophantine", "not_scaled", ("common_divisors", "linear_equations")
    ),
    "remainder_systems": Concept(
        "Two remainders at once", "number_theory.chinese_remainder", "not_reduced", ("diophantine_equations",)
    ),
    "perfect_powers": Concept("Perfect powers", "number_theory.perfect_power", "nearly_a_cube", ("prime_factors",)),
    # Algebra
    "linear_equations": Concept(
        "Linear equations", "algebra.linear_equation", "sign_kept", ("running_sums", "long_division")
    ),
    "inequalities": Concept("Linear inequalities", "algebra.inequality", "bound_confused", ("linear_equations",)),
    "brackets": Concept(
        "Multiplying out brackets", "algebra.collect_terms", "only_first_term_multiplied", ("running_sums",)
    ),
    "linear_systems": Concept(
        "Two equations, two unknowns", "algebra.linear_system", "only_first_equation", ("linear_equations",)
    ),
    "polynomial_products": Concept(
        "Products of polynomials", "algebra.polynomial_product", "only_ends_multiplied", ("brackets",)
    ),
    "factoring": Concept("Factoring polynomials", "algebra.factoring", "signs_turned", ("polynomial_products",)),
    "quadratic_equations": Concept(
        "Quadratic equations", "algebra.quadratic_equation", "two_forgotten", ("factoring", "linear_equations")
    ),
    "absolute_values": Concept(
        "Absolute values", "algebra.absolute_value", "one_case_forgotten", ("linear_equations",)
    ),
    "rational_equations": Concept(
        "Unknowns in the denominator",
        "algebra.rational_equation",
        "poles_taken_for_roots",
        ("quadratic_equations", "fraction_sums"),
    ),
    "sequences": Concept(
        "Arithmetic and geometric sequences", "algebra.sequence_term", "one_step_too_many", ("running_sums",)
    ),
    "composition": Concept("Functions inside functions", "algebra.composition", "wrong_order", ("brackets",)),
    "determinants": Concept("Determinants", "algebra.determinant", "signs_not_alternated", ("linear_systems",)),
    "complex_numbers": Concept(
        "Complex numbers",
        "algebra.complex_arithmetic",
        "i_squared_taken_for_one",
        ("polynomial_products", "quadratic_equations"),
    ),
    "sequence_rules": Concept(
        "Finding the rule of a sequence", "induction.sequence_rule", "last_difference_repeated", ("sequences",)
    ),
    # Calculus
    "derivatives": Concept(
        "The derivative", "calculus.derivative", "exponent_kept", ("polynomial_products", "composition")
    ),
    "antiderivatives": Concept("Antiderivatives", "calculus.antiderivative", "not_divided", ("derivatives",)),
    "definite_integrals": Concept(
        "The definite integral", "calculus.definite_integral", "limits_swapped", ("antiderivatives", "fraction_sums")
    ),
    "extrema": Concept(
        "Greatest and least values",
        "calculus.extremum",
        "place_instead_of_value",
        ("derivatives", "quadratic_equations"),
    ),
    "infinite_series": Concept(
        "Infinite geometric series", "calculus.infinite_series", "sign_of_ratio_lost", ("sequences", "fraction_sums")
    ),
    # Chance and data
    "counting": Concept("Counting choices", "probability.counting", "condition_ignored", ("prime_factors",)),
    "drawing_balls": Concept(
        "Drawing without replacement", "probability.urn_draws", "with_replacement", ("counting", "fraction_sums")
    ),
    "repeated_trials": Concept(
        "Repeated independent trials", "probability.binomial", "orders_ignored", ("drawing_balls",)
    ),
    "dice": Concept("Sums of dice", "probability.dice_sum", "sums_equally_likely", ("fraction_sums",)),
    "expected_value": Concept("Expected value", "probability.expectation", "stake_forgotten", ("dice",)),
    "bayes": Concept("Bayes' rule", "probability.conditional", "shares_ignored", ("drawing_balls", "percentages")),
    "variance": Concept("Variance and spread", "statistics.spread", "other_divisor", ("fraction_sums",)),
    "regression": Concept(
        "The line of best fit", "statistics.regression", "through_the_origin", ("variance", "linear_systems")
    ),
    "filtering_tables": Concept("Asking a table", "tables.aggregate", "condition_forgotten", ("running_sums",)),
    "ranking_tables": Concept("Ranking by totals", "tables.ranking", "one_place_too_far", ("filtering_tables",)),
    # Space
    "pythagoras": Concept(
        "The theorem of Pythagoras", "geometry.pythagoras", "not_squared", ("running_sums", "prime_factors")
    ),
    "polygon_area": Concept("The area of a polygon", "geometry.polygon_area", "not_halved", ("running_sums",)),
    "crossing_lines": Concept(
        "Where two lines cross", "geometry.line_intersection", "not_divided", ("linear_systems", "fraction_sums")
    ),
    "inside_outside": Concept("Inside or outside", "geometry.point_in_polygon", "wrong_parity", ("polygon_area",)),
    "turning": Concept("Turning and walking", "spatial.rotation", "left_and_right_confused"),
    "compass": Concept("Directions on a map", "spatial.compass", "seen_from_the_other", ("turning",)),
    # Networks and procedures
    "shortest_paths": Concept("The shortest way", "graphs.shortest_path", "fewest_roads", ("running_sums",)),
    "spanning_trees": Concept(
        "The cheapest network", "graphs.spanning_tree", "last_link_forgotten", ("connected_groups",)
    ),
    "connected_groups": Concept("Connected groups", "graphs.components", "cycles_forgotten"),
    "max_flow": Concept("The greatest flow", "graphs.max_flow", "source_only", ("shortest_paths",)),
    "binary_search": Concept("Binary search", "algorithms.binary_search", "first_look_forgotten", ("sorting",)),
    "sorting": Concept("Sorting step by step", "algorithms.sort_trace", "one_pass_short"),
    "heaps": Concept("Heaps", "algorithms.heap", "sorted_instead", ("binary_search",)),
    "huffman": Concept("Huffman codes", "algorithms.huffman", "equal_lengths", ("heaps",)),
    "knapsack": Concept("Packing the best knapsack", "algorithms.knapsack", "most_valuable_first", ("running_sums",)),
    "postfix": Concept("Reverse Polish notation", "algorithms.postfix", "last_sign_forgotten", ("running_sums",)),
    # Logic, sets, machines
    "sets": Concept("Sets and what one does with them", "sets_relations.set_operation", "element_lost"),
    "relations": Concept(
        "Properties of relations", "sets_relations.relation_property", "not_symmetric_means_antisymmetric", ("sets",)
    ),
    "equivalence": Concept(
        "Equivalence classes",
        "sets_relations.equivalence_classes",
        "itself_forgotten",
        ("relations", "connected_groups"),
    ),
    "circuits": Concept("Logic gates", "logic.circuit", "zeros_listed"),
    "knights_and_knaves": Concept("Knights and knaves", "logic.knights_and_knaves", "kinds_swapped", ("circuits",)),
    "finite_automata": Concept("Finite automata", "automata.finite_automaton", "one_letter_short", ("sets",)),
    "cellular_automata": Concept("Cellular automata", "automata.cellular_automaton", "one_step_short", ("circuits",)),
    "turing_machines": Concept("Turing machines", "automata.turing_machine", "tape_unchanged", ("finite_automata",)),
    "rewriting": Concept(
        "Rewriting words by rules", "automata.string_rewriting", "stopped_one_step_early", ("finite_automata",)
    ),
    # Time, units, words
    "clock_time": Concept("Reckoning with clock time", "dates_units.clock", "carry_forgotten", ("running_sums",)),
    "days_between": Concept("Counting days", "dates_units.days_between", "both_ends_counted", ("running_sums",)),
    "weekdays": Concept(
        "The weekday of any date", "dates_units.weekday", "leap_days_forgotten", ("days_between", "long_division")
    ),
    "units": Concept("Converting units", "dates_units.unit_conversion", "factor_turned_over", ("decimals",)),
    "ciphers": Concept("Ciphers", "language.cipher", "wrong_direction"),
    "palindromes": Concept("Palindromes", "language.palindrome", "shorter_one"),
    "anagrams": Concept("Anagrams", "language.anagram", "similar_letters"),
    "countdown": Concept("Making a number from others", "puzzles.countdown", "one_number_unused", ("brackets",)),
    "knight_moves": Concept("Knight's routes", "puzzles.knight_moves", "not_shortest", ("shortest_paths",)),
    # Telling problems
    "changing_amounts": Concept(
        "Following amounts through a story", "word_problems.story", "last_event_forgotten", ("running_sums",)
    ),
    "ages": Concept("Puzzles about ages", "word_problems.age", "age_in_that_year", ("linear_equations",)),
    "mixtures": Concept("Mixtures", "word_problems.mixture", "amounts_ignored", ("percentages", "fraction_sums")),
    "meeting": Concept(
        "When travellers meet", "word_problems.motion", "speeds_combined_wrongly", ("units", "linear_equations")
    ),
    "working_together": Concept("Working together", "word_problems.work", "times_averaged", ("fraction_sums",)),
}
