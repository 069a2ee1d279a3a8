"""Label many pages: inputs cut into chunks, each labelled and committed once, then put together in order."""
