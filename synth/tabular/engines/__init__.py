"""Engines: what learns a table and draws rows of it, one file each."""
