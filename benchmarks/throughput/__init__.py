"""How fast whole archives are labelled, beside what others need for the same pages, and what survives being killed."""
