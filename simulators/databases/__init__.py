"""Relational databases: queries to write, to mend and to read, changes, constraints and dependencies."""
