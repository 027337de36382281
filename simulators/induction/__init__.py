"""Task families of the skill induction, one file each."""
