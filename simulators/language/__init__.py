"""Task families of the skill language, one file each."""
