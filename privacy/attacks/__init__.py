"""Attacks on a released table, one a file; each is a function of real, synthetic and control rows."""
