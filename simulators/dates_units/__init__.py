"""Task families of the skill dates_units, one file each."""
