"""What the screen Themes needs beyond the pipeline."""
