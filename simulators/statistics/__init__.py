"""Task families of the skill statistics, one file each."""
