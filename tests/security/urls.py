"""Every address of both hosts, read from the URLconfs themselves."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import URLPattern, reverse

from motcua.identity.enums import Door

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, order=True)
class Address:
    """One address: the door it belongs to, its name, and what its path is made of."""

    door: str
    name: str
    route: str
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.door} {self.name}"

    def path(self, things: dict[str, object]) -> str:
        """Fill the address with things of the test's world."""
        if self.name.startswith("motcua."):
            return f"/{self.route}"
        found = {part: things.get(f"{self.name} {part}", things.get(part)) for part in self.parts}
        missing = [part for part, thing in found.items() if thing is None]
        assert not missing, f"tests/security/things.py knows no {missing} for {self}"
        return reverse(self.name, _urlconf(self.door), kwargs=found)


def addresses() -> list[Address]:
    """Give every address of both hosts, once."""
    found = {
        each
        for door in (Door.PORTAL, Door.DESK)
        for each in _walk(str(door), import_module(_urlconf(door)).urlpatterns)
    }
    return sorted(found)


def _urlconf(door: str) -> str:
    return settings.DESK_URLCONF if door == Door.DESK else settings.ROOT_URLCONF


def _walk(door: str, patterns: list, prefix: str = "", space: str = "") -> Iterator[Address]:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            name = f"{space}:{each.name}" if space and each.name else each.name or each.lookup_str
            yield Address(door, name, route, tuple(sorted(_parts(each, prefix))))
        else:
            yield from _walk(door, each.url_patterns, route, each.namespace or space)


def _parts(pattern: URLPattern, prefix: str) -> set[str]:
    above = {part.split(":")[-1].rstrip(">") for part in prefix.split("<")[1:] if ">" in part}
    names = set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
    return names | {name.split(">")[0] for name in above}
