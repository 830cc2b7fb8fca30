"""The bulletin (通报): from a quarter's figures and lists to an official document.

Templates write, queries count: every number in a bulletin is a row of `mart.quarter_figure`.
"""

from inspection.bulletin.approval import before_signing
from inspection.bulletin.checker import UnboundNumber
from inspection.bulletin.difference import difference
from inspection.bulletin.publish import FILES, NO_REASON, digest, draft, give_back, sign

__all__ = [
    "FILES",
    "NO_REASON",
    "UnboundNumber",
    "before_signing",
    "difference",
    "digest",
    "draft",
    "give_back",
    "sign",
]
