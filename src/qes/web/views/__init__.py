"""What the API tells of each kind of thing, as plain dicts and lists."""
