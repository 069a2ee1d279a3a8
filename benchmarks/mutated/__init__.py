"""What `detector label` does with pages that chance has broken, made of written pages and nasty ones."""
