"""Lessons: one concept taught, with worked examples, a common mistake and exercises, every claim of it judged again."""
