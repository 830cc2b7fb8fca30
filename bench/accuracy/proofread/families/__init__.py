"""Families of bulletins. Half A is for mending the proofreader; half B is not looked at while it is mended."""

from bench.accuracy.proofread.families import half_a_checks, half_a_work, half_b_forms, half_b_work

HALVES = {
    "A": {**half_a_checks.FAMILIES, **half_a_work.FAMILIES},
    "B": {**half_b_forms.FAMILIES, **half_b_work.FAMILIES},
}
