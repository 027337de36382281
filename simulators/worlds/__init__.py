"""Small worlds with tools: a state in JSON, a catalogue of tools, and what each call makes of the state."""
