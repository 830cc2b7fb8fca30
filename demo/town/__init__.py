"""A town whose accounts and sources fail in every known way."""
