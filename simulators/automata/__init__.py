"""Task families of the skill automata, one file each."""
