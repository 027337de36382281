"""Task families of the skill number_theory, one file each."""
