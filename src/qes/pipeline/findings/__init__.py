"""Findings: acts, what the log holds of them, where each stands, and the search for what speaks against them."""
