"""Task families of the skill algebra, one file each."""
