"""Find spam and scam links on review pages."""
