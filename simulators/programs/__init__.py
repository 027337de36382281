"""Questions about programs, and programs as answers: proven by running them."""
