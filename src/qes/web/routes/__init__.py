"""Routes, a module for each screen; every endpoint says with `allow` who may pass."""
