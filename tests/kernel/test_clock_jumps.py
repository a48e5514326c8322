"""Clocks that are wrong, jump, or come to the end of what 32 bits hold."""

from __future__ import annotations
