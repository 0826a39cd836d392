"""Levels as people give them: acts, what the log holds of them, where each unit stands, and what is proposed."""
