"""The report: what it is made from, gathered, its methods appendix, and how it is written."""
