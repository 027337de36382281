"""Queries as answers: plans evaluated in plain Python, and strangers' SQL executed where it can reach nothing."""
