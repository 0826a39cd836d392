"""Groups among passages: where to cut, and how to name them."""
