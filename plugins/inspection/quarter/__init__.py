"""A period's rows: grades, figures, and what a figure counts."""
