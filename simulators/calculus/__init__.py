"""Task families of the skill calculus, one file each."""
