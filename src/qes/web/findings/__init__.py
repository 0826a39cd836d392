"""What the screens Findings and Matrix need beyond the pipeline."""
