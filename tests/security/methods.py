"""Which addresses take writes, read from the views themselves."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import URLPattern

from tests.security.pressing import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRITES = {"POST", "PUT", "PATCH", "DELETE"}
_KNOWN = _WRITES | {"GET", "HEAD", "OPTIONS"}


def writing() -> set[str]:
    """Give the names of all addresses of both hosts that take a write, but those of signing in."""
    found: set[str] = set()
    for urlconf in (settings.ROOT_URLCONF, settings.DESK_URLCONF):
        for name, view in _walk(import_module(urlconf).urlpatterns):
            if (
                not name.startswith((*ELSEWHERE, "motcua."))
                and _methods(name.split(":")[-1], view) & _WRITES
            ):
                found.add(name)
    return found


def _walk(patterns: list[Any], space: str = "") -> Iterator[tuple[str, Any]]:
    for each in patterns:
        if isinstance(each, URLPattern):
            named = f"{space}:{each.name}" if space and each.name else each.name
            yield named or each.lookup_str, each.callback
        else:
            yield from _walk(each.url_patterns, each.namespace or space)


def _methods(name: str, view: Any) -> set[str]:
    """Give the methods that a view takes: those of its operation, decorator or class, or any."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            held = cell.cell_contents
            if hasattr(held, "operations"):  # of the interface: an address has several
                own = [one for one in held.operations if one.view_func.__name__ == name]
                return {method for one in own for method in one.methods}
            if isinstance(held, list | tuple) and held and {*map(str, held)} <= _KNOWN:
                return set(held)
        made_of = getattr(view, "view_class", None)
        if made_of is not None:
            return {name.upper() for name in made_of.http_method_names if hasattr(made_of, name)}
        view = getattr(view, "__wrapped__", None)
    return set(_KNOWN)
