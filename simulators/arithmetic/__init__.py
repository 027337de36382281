"""Task families of the skill arithmetic, one file each."""
