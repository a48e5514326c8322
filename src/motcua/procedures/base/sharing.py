"""Parts that packs share, put where a pack uses them: questions, papers, legal bases, processes.

A map `{use: file/name, with: {…}}` stands for the part `name` of `_shared/parts/file.yaml`. What
stands beside `use` replaces keys of the part; a part that is a list is put into the list around it.
In a part, `<word>` is the value of `word` in `with`, or in the part's own `defaults`; a key whose
whole value is a `<word>` of nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

PARTS_FOLDER = "parts"
_DEEPEST = 12
_NAME = re.compile(r"([a-z0-9-]+)/([a-z0-9-]+)")
_WORD = re.compile(r"<([a-z][a-z0-9_]*)>")

Fetch = Callable[[str], Mapping[str, Any]]


class PartUnknown(ValueError):
    """A pack uses a part there is not, or gives it too little."""


def with_parts(node: Any, fetch: Fetch, *, depth: int = 0) -> Any:
    """Give a part of a pack with everything it uses put in; `fetch` reads a file of parts.

    Raise `PartUnknown` where there is no such part, a word lacks, or parts use each other in turn.
    """
    if depth > _DEEPEST:
        raise PartUnknown("parts that use each other without an end")
    if isinstance(node, dict):
        if "use" in node:
            return _used(node, fetch, depth)
        return {key: with_parts(value, fetch, depth=depth) for key, value in node.items()}
    if isinstance(node, list):
        return list(_spliced(node, fetch, depth))
    return node


def _spliced(rows: list[Any], fetch: Fetch, depth: int) -> Iterator[Any]:
    for row in rows:
        found = with_parts(row, fetch, depth=depth)
        if isinstance(row, dict) and "use" in row and isinstance(found, list):
            yield from found
        else:
            yield found


def _used(node: dict[str, Any], fetch: Fetch, depth: int) -> Any:
    own = {key: value for key, value in node.items() if key not in {"use", "with"}}
    words = node.get("with") or {}
    part, defaults = _part(str(node["use"]), fetch)
    filled = _filled(part, {**defaults, **words}, str(node["use"]))
    found = with_parts(filled, fetch, depth=depth + 1)
    if not own:
        return found
    if not isinstance(found, dict):
        raise PartUnknown(f"{node['use']} is no map, so nothing of it can be replaced")
    return {**found, **with_parts(own, fetch, depth=depth)}


def _part(name: str, fetch: Fetch) -> tuple[Any, Mapping[str, Any]]:
    """Give a part and the words it has of its own."""
    parsed = _NAME.fullmatch(name)
    if parsed is None:
        raise PartUnknown(f"use names a part as file/name, not {name!r}")
    found = fetch(parsed[1]).get(parsed[2])
    if found is None:
        raise PartUnknown(f"no shared part {name}")
    if isinstance(found, dict) and "part" in found:
        return found["part"], found.get("defaults") or {}
    return found, {}


def _filled(node: Any, words: Mapping[str, Any], name: str) -> Any:
    if isinstance(node, dict):
        filled = ((key, _filled(value, words, name)) for key, value in node.items())
        return {
            key: value
            for key, value in filled
            if value is not None or node[key] is None  # a word of nothing leaves its key out
        }
    if isinstance(node, list):
        return [_filled(row, words, name) for row in node]
    return _text(node, words, name) if isinstance(node, str) else node


def _text(text: str, words: Mapping[str, Any], name: str) -> Any:
    for word in _WORD.findall(text):
        if word not in words:
            raise PartUnknown(f"{name} lacks the word {word!r}")
    whole = _WORD.fullmatch(text)
    if whole:
        return words[whole[1]]
    return _WORD.sub(lambda found: str(words[found[1]]), text)
