"""Task families of the skill word_problems, one file each."""
