"""Proofs: tried out without a trace, and written down."""

from motcua.proving.actions.proving import prove, rehearse
from motcua.proving.actions.stage import Terms

__all__ = ["Terms", "prove", "rehearse"]
