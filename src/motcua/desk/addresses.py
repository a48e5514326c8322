"""Addresses of pages that every page of the desk names: looked up once."""

from __future__ import annotations

from functools import cache

from django.urls import reverse


@cache
def address(name: str) -> str:
    """Give the address of a page of the desk or the console that takes no arguments.

    A page names some thirty; looking each up anew is a tenth of drawing it.
    """
    return reverse(name)
