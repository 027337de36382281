"""Task families of the skill graphs, one file each."""
