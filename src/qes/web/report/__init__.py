"""What the screen Report needs beyond the pipeline."""
