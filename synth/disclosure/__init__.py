"""The verbs of ``provender privacy``: files in, a verdict and a page out."""
