"""Fields of a template (`{{ ho_so.ma }}`): found, judged, and filled in; in the sandbox only.

A template is the work of an administrator, and its language is kept small: fields, conditions and
rows of a list. Nothing is called, nothing imported.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from motcua.documents.base.packaging import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FILTERS: Final = ("upper", "lower", "capitalize", "title", "trim", "default", "join", "length")
_FORBIDDEN: Final = (
    nodes.Call,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Macro,
    nodes.CallBlock,
    nodes.FilterBlock,
    nodes.Mul,
    nodes.Pow,
)


def fields_in(content: bytes) -> list[str]:
    """Give the fields that a checked document names, such as `ho_so.ma`; of rows `giay_to[].ten`.

    Raises `Refused`: syntax, forbidden.
    """
    environment = _environment()
    found: set[str] = set()
    for text in _texts(content):
        try:
            tree = environment.parse(text)
        except TemplateError as error:
            raise Refused("syntax") from error
        if any(True for _ in tree.find_all(_FORBIDDEN)):
            raise Refused("forbidden")
        found |= set(_named(tree, {"loop": "loop"}))
    return sorted(name for name in found if not name.startswith("loop"))


def filled(content: bytes, values: Mapping[str, Any]) -> bytes:
    """Fill in a checked document; what `values` hold is text, never a field or markup.

    Raises `Refused`: syntax, forbidden, unknown.
    """
    fields_in(content)
    template = DocxTemplate(io.BytesIO(content))
    try:
        template.render(dict(values), jinja_env=_environment(), autoescape=True)
    except TemplateError as error:
        raise Refused("unknown") from error
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


class Blank(str):
    """An empty field: printed as a place to be written, empty to every condition."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def with_blanks(values: Any, labels: Mapping[str, str], name: str = "") -> Any:
    """Put a blank with its label in the place of every empty field; rows are named `giay_to[]`."""
    if isinstance(values, dict):
        inner = f"{name}." if name else ""
        return {key: with_blanks(one, labels, f"{inner}{key}") for key, one in values.items()}
    if isinstance(values, list):
        return [with_blanks(one, labels, f"{name}[]") for one in values]
    if values == "" and name:
        return Blank(f"[Chưa có: {labels.get(name, name)}]")
    return values


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment


def _texts(content: bytes) -> Iterator[str]:
    """Give what is read as a template: the body, then heads and feet of pages."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(kind):
            yield template.patch_xml(template.get_part_xml(part))


def _named(node: nodes.Node, bound: Mapping[str, str]) -> Iterator[str]:
    """Walk a template and give each field by its whole name."""
    if isinstance(node, nodes.Getattr | nodes.Name):
        name = _path(node, bound)
        if name is not None:
            yield name
            return
    if isinstance(node, nodes.For):
        yield from _named(node.iter, bound)
        rows = _path(node.iter, bound)
        inner = dict(bound)
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = f"{rows}[]" if rows else "[]"
        for child in (*node.body, *node.else_):
            yield from _named(child, inner)
        return
    for child in node.iter_child_nodes():
        yield from _named(child, bound)


def _path(node: nodes.Node, bound: Mapping[str, str]) -> str | None:
    if isinstance(node, nodes.Name):
        return bound.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        before = _path(node.node, bound)
        return f"{before}.{node.attr}" if before is not None else None
    return None
