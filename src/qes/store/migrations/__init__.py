"""How the tables came to be, step by step; run by `qes.store.migrate` and never by hand."""
