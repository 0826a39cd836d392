"""Passages meet a codebook: suggestions are proposed, people decide, decisions become codings."""
