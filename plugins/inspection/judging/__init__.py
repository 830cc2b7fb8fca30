"""Measures in SQL become verdicts by the rules of YAML; cases and proposals follow."""
