"""What the screen Scoring needs beyond the pipeline."""
