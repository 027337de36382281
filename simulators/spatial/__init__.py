"""Task families of the skill spatial, one file each."""
