"""Task families of the skill probability, one file each."""
