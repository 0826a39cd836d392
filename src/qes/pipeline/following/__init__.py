"""What following the log keeps at hand."""
