"""Attacks on a released table, one a file, each a function of what was seen, what was made and what was not seen."""
