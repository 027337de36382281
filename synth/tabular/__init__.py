"""Synthetic tables: engines that fit a real one, its schema, and how faithful the result is."""
