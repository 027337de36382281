"""Judgements that families share: how a reply is read, strictly and kindly."""
