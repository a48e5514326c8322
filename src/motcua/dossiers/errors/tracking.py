"""What is wrong with looking a dossier up."""

from __future__ import annotations

from motcua.kernel.errors import TooManyRequests


class TriesSpent(TooManyRequests):
    """Too many tries from one address, or wrong ones for one code; says how long to wait."""

    code = "dossiers.tries_spent"
