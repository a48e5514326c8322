"""The ways of filing of a version, read without the rest of it."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from motcua.procedures.base.packs import ChannelSpec

_WAYS = TypeAdapter(tuple[ChannelSpec, ...])


def ways_from(content: list[dict[str, Any]]) -> tuple[ChannelSpec, ...]:
    """Read the ways of filing from a version's normal form."""
    return _WAYS.validate_python(content)
