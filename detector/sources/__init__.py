"""Where documents come from: files and standard input."""
