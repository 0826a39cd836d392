"""In and out of other people's tools: tables for spreadsheets and notebooks."""
