"""Task families of the skill geometry, one file each."""
