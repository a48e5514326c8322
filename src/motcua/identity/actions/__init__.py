"""Writes of the identity room."""

from __future__ import annotations

from motcua.identity.actions.accounts import choose_language

__all__ = ["choose_language"]
