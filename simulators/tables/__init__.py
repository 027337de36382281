"""Task families of the skill tables, one file each."""
