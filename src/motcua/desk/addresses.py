"""Addresses of pages that every page of the desk names: looked up once."""

from __future__ import annotations

from functools import cache

from django.urls import get_urlconf, reverse


def address(name: str) -> str:
    """Give the address of a page of the desk or the console that takes no arguments.

    A page names some thirty; looking each up anew is a tenth of drawing it.
    """
    return _address(name, get_urlconf())


@cache
def _address(name: str, urlconf: str | None) -> str:
    return reverse(name, urlconf=urlconf)
