"""What released texts, and models trained on texts, give away."""
