"""Task families of the skill sets_relations, one file each."""
