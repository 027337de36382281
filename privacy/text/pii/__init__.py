"""Personal data in text: found by rules, gazetteers and check digits (no language model), masked or replaced."""
