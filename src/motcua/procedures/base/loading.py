"""Packs between files, the model and the normal form a version keeps."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from motcua.procedures.base.faults import words_of
from motcua.procedures.base.forms.questions import ChoiceQuestion, CompoundQuestion
from motcua.procedures.base.packs import Pack
from motcua.procedures.base.shared import SHARED, packs_folder, shared_list
from motcua.procedures.base.sharing import PARTS_FOLDER, PartUnknown, with_parts
from motcua.procedures.errors import PackInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Content = dict[str, Any]

PARTS = ("form", "process", "result")
RESULTS_FOLDER = "results"
_SHARED_TEMPLATE = re.compile(r"[a-z0-9-]+\.typ")


_MERGE = "tag:yaml.org,2002:merge"


class PackYaml(yaml.CSafeLoader):
    """Safe YAML in which a key may stand once, and only true and false are truths (YAML 1.2)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        own = [key for key, _ in node.value if key.tag != _MERGE]
        keys = [self.construct_object(key, deep=True) for key in own]
        doubled = {str(key) for key in keys if keys.count(key) > 1}
        if doubled:
            where = f"line {node.start_mark.line + 1}"
            raise yaml.YAMLError(f"{where}: {', '.join(sorted(doubled))} stands twice")
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


_TRUTH = "tag:yaml.org,2002:bool"
PackYaml.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TRUTH]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
PackYaml.add_implicit_resolver(_TRUTH, re.compile(r"^(?:true|false)$"), list("tf"))


def pack_folders(root: Path | None = None) -> tuple[Path, ...]:
    """Give the folders of the packs under a folder (the shipped ones by default), by code."""
    files = (root or packs_folder()).rglob("procedure.yaml")
    return tuple(sorted((file.parent for file in files), key=lambda folder: folder.name))


def read_pack(folder: Path) -> Pack:
    """Read a pack from its folder; raise `PackInvalid` with `(where, what)` for each problem."""
    raw = read_whole(folder / "procedure.yaml")
    for part in PARTS:
        raw[part] = read_whole(folder / f"{part}.yaml")
    template = _template(folder, raw["result"])
    if template is not None:
        raw["result"]["template"] = template.read_text(encoding="utf-8")
    return with_lists(pack_from(raw, where=folder.name))


def read_whole(path: Path) -> Content:
    """Read a file of a pack with the shared parts it uses put in; raise `PackInvalid`."""
    content = read_yaml(path)
    try:
        whole = with_parts(content, _parts)
    except PartUnknown as error:
        problems = [(path.name, str(error))]
        raise PackInvalid(_first(path.parent.name, problems), problems=problems) from error
    assert isinstance(whole, dict)
    return whole


@cache
def _parts(name: str) -> Content:
    path = shared_folder() / PARTS_FOLDER / f"{name}.yaml"
    return read_yaml(path) if path.is_file() else {}


def _template(folder: Path, result: Content) -> Path | None:
    """Give the template of the result: the pack's own, or the shared one that it names."""
    own = folder / "result.typ"
    if own.is_file():
        return own
    named = str(result.get("template", ""))
    shared = shared_folder() / RESULTS_FOLDER / named
    return shared if _SHARED_TEMPLATE.fullmatch(named) and shared.is_file() else None


def pack_from(content: Content, *, where: str = "") -> Pack:
    """Read a pack from its normal form; raise `PackInvalid` naming each problem."""
    try:
        return Pack.model_validate(content)
    except ValidationError as error:
        problems = [(_place(item["loc"]), words_of(item)) for item in error.errors()]
        raise PackInvalid(_first(where, problems), problems=problems) from error


def with_lists(pack: Pack) -> Pack:
    """Copy the shared lists a pack uses into it, so that a version is whole by itself."""
    names = {
        part.list
        for form in (pack.form.every_question(), iter(pack.result.questions))
        for question in form
        for part in (question.parts if isinstance(question, CompoundQuestion) else (question,))
        if isinstance(part, ChoiceQuestion) and part.list
    }
    try:
        lists = {name: shared_list(name) for name in sorted(names)}
    except KeyError as error:
        problems = [
            (
                "form",
                f"không có danh sách chung này · there is no such shared list: {error.args[0]}",
            )
        ]
        raise PackInvalid(_first(pack.code, problems), problems=problems) from error
    return pack.model_copy(update={"lists": lists})


def content_of(pack: Pack) -> Content:
    """Give the normal form of a pack: JSON data without what is as usual."""
    return pack.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def digest_of(content: Content) -> str:
    """Give the SHA-256 of a normal form, in hex: the same pack has the same digest everywhere."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def shared_folder() -> Path:
    """Give the folder of what packs share."""
    return packs_folder() / SHARED


def read_yaml(path: Path) -> Content:
    """Read a file of a pack, which holds a map; raise `PackInvalid`."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=PackYaml)  # noqa: S506 - a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        problems = [(path.name, " ".join(str(error).split()))]
        raise PackInvalid(_first(path.parent.name, problems), problems=problems) from error
    if not isinstance(content, dict):
        problems = [(path.name, "phải là một nhóm mục · must be an object")]
        raise PackInvalid(_first(path.parent.name, problems), problems=problems)
    return content


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, _plain(location)))


def _plain(location: tuple[int | str, ...]) -> Iterator[int | str]:
    """Leave out the names of variants that pydantic puts into a path."""
    for part in location:
        if not (isinstance(part, str) and ("[" in part or part.endswith("Question"))):
            yield part


def _first(where: str, problems: list[tuple[str, str]]) -> str:
    place, what = problems[0]
    more = f" (và {len(problems) - 1} lỗi khác)" if len(problems) > 1 else ""
    return f"{where}: {place}: {what}{more}"
