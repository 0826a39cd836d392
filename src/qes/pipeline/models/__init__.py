"""Language models at work for a project."""
