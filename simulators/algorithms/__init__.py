"""Task families of the skill algorithms, one file each."""
