"""Proofs: tried out without a trace, and written down."""

from motcua.proving.actions.proving import prove, prove_some
from motcua.proving.actions.stage import Terms
from motcua.proving.actions.trial import rehearse

__all__ = ["Terms", "prove", "prove_some", "rehearse"]
