"""Themes among what fits nowhere in the codebook: acts, versions, and their passages."""
