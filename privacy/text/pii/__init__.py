"""Personal data in text: found by rules, gazetteers and check digits (no language model), masked or replaced.

``detector`` finds, ``actions`` and ``pseudonyms`` replace; ``languages`` reads what a locale says around personal data.
"""
