"""Every rule of handling has a citation, and a test named after it, with its article.

`test_rule_<code>_article_<article>__<what it says>`; a rule that stands in no article has none.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from motcua.dossiers.base.handling import handling_rules
from tests.promises import SHOWN_BY

TESTS = Path(__file__).parents[1]
ARTICLE = re.compile(r"Điều (\d+)(?: khoản (\d+(?: và \d+)*))?")
ROWS = {rule.code: rule for rule in reversed(handling_rules().rows)}
"""Each rule by its code, in the version that was read first."""


def names_of_tests():
    return {
        node.name
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_rule_")
    }


def beginning_of(rule):
    """Give how the name of a rule's test begins."""
    found = ARTICLE.search(rule.citation)
    numbers = [found[1], *re.findall(r"\d+", found[2] or "")] if found else []
    article = "_".join(["_article", *numbers]) if numbers else ""
    return f"test_rule_{rule.code.replace('-', '_')}{article}__"


NAMES = names_of_tests()


@pytest.mark.parametrize("code", sorted(ROWS))
def test_a_rule_has_a_test_of_its_name_and_article(code):
    beginning = beginning_of(ROWS[code])
    assert [name for name in NAMES if name.startswith(beginning)], beginning


@pytest.mark.parametrize("rule", handling_rules().rows, ids=lambda rule: rule.code)
def test_a_rule_says_where_it_is_written_or_that_it_awaits_a_text(rule):
    assert rule.citation.strip()
    names_a_text = re.search(r"Nghị định|Thông tư|Luật|Trạng thái \d+", rule.citation)
    assert names_a_text or not rule.confirmed, f"{rule.code}: {rule.citation}"


def test_every_test_of_a_rule_is_of_a_rule_that_there_is():
    beginnings = [beginning_of(rule) for rule in ROWS.values()]
    strays = [name for name in NAMES if not any(map(name.startswith, beginnings))]
    assert strays == []


def test_whatever_is_said_to_show_a_promise_is_there():
    for place in (place for places in SHOWN_BY.values() for place in places):
        file, _, name = place.partition("::")
        assert (Path(__file__).resolve().parents[2] / file).exists(), place
        assert (
            not name or f"def {name}(" in (Path(__file__).resolve().parents[2] / file).read_text()
        ), place
