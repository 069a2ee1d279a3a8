"""Where verdicts go: the terminal, and JSON lines."""
