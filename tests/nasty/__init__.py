"""Pages made to break what reads them: recipes in code, so that the big ones are made and not stored."""
