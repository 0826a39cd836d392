"""A language model drafts what people may take over, answers criteria, and looks for counter-evidence."""
