"""Task families of the skill planning, one file each."""
