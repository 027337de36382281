"""Task families of the skill puzzles, one file each."""
