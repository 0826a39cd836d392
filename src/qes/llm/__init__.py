"""A language model that answers prompts: connected, paced, paid for and checked; it knows nothing of coding.

`connect.open_chat` is the door. Nothing of langchain is imported before the first prompt is sent.
"""
