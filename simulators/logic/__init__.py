"""Task families of the skill logic, one file each."""
