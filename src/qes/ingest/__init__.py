"""Files become sources, sources become passages; nothing is dropped and nothing is invented."""
