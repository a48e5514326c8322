"""What the import linter cannot see: relations, migrations, templates and names point down."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "motcua"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STACK = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
FLOOR = {
    room.strip(" ()"): len(STACK) - height
    for height, line in enumerate(STACK)
    for room in line.split("|")
}
# Accounts point at officials, and the like: these rooms are Django's own furniture.
FOREIGN = {"contenttypes", "auth", "sessions", "account", "mfa", "procrastinate"}
PYTHON = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = list(SOURCE.rglob("templates/**/*.html")) + list(SOURCE.rglob("templates/**/*.txt"))


def room_of(path):
    return path.relative_to(SOURCE).parts[0]


def test_every_room_stands_on_a_floor():
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert rooms - set(FLOOR) - {"locale", "static"} == set()


def test_relations_between_tables_point_down():
    upwards = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in FLOOR
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if field.related_model._meta.app_label in FLOOR
        if FLOOR[field.related_model._meta.app_label] > FLOOR[model._meta.app_label]
    ]
    assert upwards == []


@pytest.mark.django_db
def test_migrations_depend_on_lower_rooms_only():
    loader = MigrationLoader(connection)
    upwards = [
        f"{label}.{name} -> {needed[0]}.{needed[1]}"
        for (label, name), migration in loader.disk_migrations.items()
        if label in FLOOR
        for needed in migration.dependencies
        if needed[0] in FLOOR and FLOOR[needed[0]] > FLOOR[label]
    ]
    assert upwards == []


def test_templates_include_and_extend_lower_rooms_only():
    pattern = re.compile(r"""{%\s*(?:include|extends)\s+["'](\w+)/""")
    upwards = [
        f"{path.relative_to(SOURCE)} -> {room}"
        for path in TEMPLATES
        for room in pattern.findall(path.read_text(encoding="utf-8"))
        if room in FLOOR and FLOOR[room] > FLOOR[room_of(path)]
    ]
    assert upwards == []


def test_there_is_no_attic():
    attics = {"utils.py", "helpers.py", "common.py", "signals.py", "services.py", "misc.py"}
    assert [path for path in PYTHON if path.name in attics] == []


def test_no_file_is_longer_than_400_lines():
    long = {
        str(path.relative_to(SOURCE)): lines
        for path in PYTHON
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert long == {}


def functions():
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def test_no_function_is_longer_than_50_lines_without_its_reason():
    reasons = {
        "arguments",  # writes the 34 arguments of one SQL function, one a line
        "other_fields",  # shows every kind of question of the living style guide, one after another
    }
    long = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path, node in functions()
        if node.end_lineno - node.lineno + 1 > 50 and node.name not in reasons
    ]
    assert long == []


def test_every_module_opens_with_a_sentence():
    silent = [
        str(path.relative_to(SOURCE))
        for path in PYTHON
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_public_action_and_query_says_what_it_does():
    silent = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path, node in functions()
        if {"actions", "queries", "actions.py", "queries.py"} & set(path.parts)
        if not node.name.startswith("_") and node.col_offset == 0
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_actions_take_keywords_only_and_the_clock_where_they_write_time():
    positional = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path, node in functions()
        if "actions" in path.parts and node.col_offset == 0
        if any(getattr(deco, "attr", "") == "atomic" for deco in node.decorator_list)
        if node.args.args and not node.name.startswith("_")
    ]
    assert positional == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "XX" + "X"])
def test_nothing_is_left_for_later(word):
    found = [
        str(path.relative_to(ROOT))
        for path in [*PYTHON, *TEMPLATES]
        if re.search(rf"\b{word}\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_templates_carry_no_inline_script_or_style():
    # A script of type application/json is data: browsers never run it.
    pattern = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=|javascript:"
    )
    found = [
        str(path.relative_to(SOURCE))
        for path in TEMPLATES
        if path.suffix == ".html" and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
