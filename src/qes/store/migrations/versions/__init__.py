"""One module per version of the database, each building on the one before."""
