"""Task families of the skill tactics, one file each."""
