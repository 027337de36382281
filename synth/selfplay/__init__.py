"""Games played by a search against itself: made, stored, judged again, and asked about."""
