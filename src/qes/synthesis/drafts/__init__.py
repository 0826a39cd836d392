"""Drafts by a language model, from accepted evidence only: every sentence names its quotes, and is checked on them.

A draft is no finding and no summary. What is kept of it is a proposal until a person takes it over, and what a person
takes over is checked as anything people write. The order of checks: ids, quotations, likeness, a second call.
"""
