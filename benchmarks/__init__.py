"""What the project is measured with: cost and quality, one command each."""
