"""Rules of games, one file each: an immutable state and pure functions over it."""
