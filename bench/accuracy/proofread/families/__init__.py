"""Families of bulletins: A for mending the proofreader, B held out until it was measured, C held out after that."""

from bench.accuracy.proofread.families import half_a_checks, half_a_work, half_b_forms, half_b_work, half_c

HALVES = {
    "A": {**half_a_checks.FAMILIES, **half_a_work.FAMILIES},
    "B": {**half_b_forms.FAMILIES, **half_b_work.FAMILIES},
    "C": half_c.FAMILIES,
}
