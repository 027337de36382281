"""Differential privacy: what is spent, what noise is drawn, what a model with noise in it says."""
