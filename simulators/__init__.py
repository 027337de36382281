"""Rules alone make an example and judge a reply."""
