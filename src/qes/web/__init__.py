"""The review workbench: pages, a JSON API, and events as they happen; thin over `qes.pipeline`."""
