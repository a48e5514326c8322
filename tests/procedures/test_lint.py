"""The checks a pack passes before it is published."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml
from click.testing import CliRunner

from motcua.cli.main import main
from motcua.procedures.base import lint
from motcua.procedures.base.lint import lint_folder
from motcua.procedures.base.loading import PackYaml, pack_folders, read_pack
from motcua.procedures.errors import PackInvalid
from tests.procedures.packs import CODES, TODAY


@pytest.fixture
def pack(tmp_path):
    """Give a copy of a shipped pack, and a way to change one of its files."""
    (source,) = (folder for folder in pack_folders() if folder.name == "1.001612")
    folder = tmp_path / "1.001612"
    shutil.copytree(source, folder)

    def change(name, edit):
        path = folder / f"{name}.yaml"
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=PackYaml)  # noqa: S506 - safe
        edit(content)
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    change.folder = folder
    return change


def errors(root):
    _count, findings = lint_folder(root, today=TODAY)
    return {(item.where, item.code) for item in findings if item.severity == "error"}


@pytest.fixture(scope="module")
def shipped():
    """How many packs ship, and what is found in them: every branch and print of each is tried."""
    return lint_folder(None, today=TODAY)


def test_the_shipped_packs_are_right(shipped):
    count, findings = shipped
    assert count == len(CODES)
    assert [item for item in findings if item.severity == "error"] == []


def test_every_shipped_pack_is_written_in_every_language_of_the_pages(shipped):
    _count, findings = shipped
    assert [item for item in findings if item.code == "language"] == []


def test_a_missing_translation_is_a_doubt_that_stops_no_publication(pack):
    pack("procedure", set_at(["name", "en"], ""))
    _count, findings = lint_folder(pack.folder, today=TODAY)
    (found,) = [item for item in findings if item.code == "language"]
    assert (found.where, found.is_blocking) == ("name", False)


def test_what_awaits_confirmation_is_told(shipped):
    _count, findings = shipped
    told = {(item.pack, item.code) for item in findings}
    assert ("1.001612", "unconfirmed") in told
    assert ("1.004222", "recalled") in told


def question(content, key):
    return next(
        item for page in content["pages"] for item in page["questions"] if item.get("key") == key
    )


OPTION = {"value": "x", "label": {"vi": "a", "en": "a"}}


ROWS = {
    "max": 9,
    "item_label": {"vi": "a", "en": "a"},
    "add_label": {"vi": "a", "en": "a"},
    "questions": [
        {
            "key": "cost",
            "kind": "money",
            "label": {"vi": "a", "en": "a"},
            "basis": "x",
            "mark": "seen",
        }
    ],
}


def add(content, asked):
    content["pages"][0]["questions"].append(asked)


def odd(kind, **more):
    told = {"label": {"vi": "a", "en": "a"}, "basis": "x", "mark": "seen"}
    return {"key": "odd", "kind": kind, **told, **more}


def set_at(where, value):
    def edit(content):
        *path, last = where
        for step in path:
            content = content[step]
        content[last] = value

    return edit


EDITS = [
    ("procedure", set_at(["legal_bases"], []), "legal_bases", "law"),
    ("procedure", set_at(["results"], []), "results", "no-result"),
    ("procedure", set_at(["variants", 0, "steps"], []), "variants.ca-nhan.steps", "no-steps"),
    ("process", set_at(["steps", 0, "share"], 0.5), "process", "shares"),
    ("process", set_at(["steps", 3, "signs"], False), "process", "signature"),
    ("process", set_at(["steps", 0, "produces"], []), "process", "product"),
    ("form", lambda c: question(c, "owner_sex").pop("items"), "gdn-hkd#c", "unasked"),
    ("form", lambda c: question(c, "owner_sex").pop("items"), "owner_sex", "citation"),
    ("form", lambda c: question(c, "owner_sex").pop("mark"), "owner_sex", "mark"),
    ("form", lambda c: question(c, "owner_sex").update(items="99"), "gdn-hkd#99", "item"),
    (
        "form",
        lambda c: question(c, "owner_sex").update(when="founder == 'person'"),
        "owner_sex",
        "order",
    ),
    (
        "form",
        lambda c: question(c, "members").update(when="founder == 'families'"),
        "members",
        "answer",
    ),
    (
        "form",
        lambda c: question(c, "members").update(when="founder = 1"),
        "conditions",
        "condition",
    ),
    ("form", lambda c: question(c, "capital").update(key="workers"), "workers", "doubled"),
    (
        "form",
        lambda c: question(c, "capital").update(min=9, max=1),
        "form.capital",
        "unanswerable",
    ),
    (
        "form",
        lambda c: question(c, "founder").update(options=[]),
        "form.founder",
        "unanswerable",
    ),
    (
        "form",
        lambda c: question(c, "founder")["options"].append(question(c, "founder")["options"][0]),
        "form.founder",
        "unanswerable",
    ),
    (
        "form",
        lambda c: c["pages"][0]["questions"].append(
            {
                "key": "rows",
                "kind": "table",
                "label": {"vi": "a", "en": "a"},
                "questions": [],
                "item_label": {"vi": "a", "en": "a"},
                "add_label": {"vi": "a", "en": "a"},
                "basis": "x",
                "mark": "seen",
            }
        ),
        "form.rows",
        "unanswerable",
    ),
    (
        "form",
        lambda c: c["pages"][0]["questions"].append(
            {
                "key": "many",
                "kind": "choices",
                "label": {"vi": "a", "en": "a"},
                "options": [{"value": "x", "label": {"vi": "a", "en": "a"}}],
                "min": 2,
                "basis": "x",
                "mark": "seen",
            }
        ),
        "form.many",
        "unanswerable",
    ),
    (
        "form",
        lambda c: add(c, odd("identity-document", types=[])),
        "form.odd",
        "unanswerable",
    ),
    (
        "form",
        lambda c: add(c, odd("files", types=[])),
        "form.odd",
        "unanswerable",
    ),
    (
        "form",
        lambda c: add(c, odd("choices", options=[OPTION], min=-1)),
        "form.odd",
        "unanswerable",
    ),
    (
        "form",
        lambda c: add(c, odd("choices", options=[OPTION], min=0, max=0)),
        "form.odd",
        "unanswerable",
    ),
    (
        "form",
        lambda c: c["pages"][0]["questions"].append(
            odd("date", earliest="2030-01-01", latest="2029-12-31")
        ),
        "form.odd",
        "unanswerable",
    ),
    (
        "form",
        lambda c: c["pages"][0]["questions"].append(
            odd("partial-date", earliest="today", latest="today-1d")
        ),
        "form.odd",
        "unanswerable",
    ),
    (
        "form",
        lambda c: question(c, "lines").pop("examples"),
        "line_code",
        "pattern",
    ),
    (
        "form",
        lambda c: c["checks"].append(
            {"code": "x", "at": "capital", "must": "capital < 0", "message": {"vi": "a", "en": "a"}}
        ),
        "form",
        "contradiction",
    ),
    (
        "result",
        set_at(["data", "capital"], {"from": "answers.no"}),
        "result.data.capital",
        "source",
    ),
    ("result", set_at(["data", "capital", "as"], "loud"), "result.data.capital", "source"),
    ("result", set_at(["data", "capital", "as"], "rows"), "result.data.capital", "source"),
    ("result", set_at(["data", "capital", "as"], "long-date"), "result.data.capital", "source"),
    ("result", set_at(["data", "capital", "as"], "name-upper"), "result.data.capital", "source"),
    (
        "result",
        set_at(["data", "capital"], {"from": "answers.capital.part"}),
        "result.data.capital",
        "source",
    ),
    (
        "result",
        set_at(
            ["data", "capital"],
            {"from": "answers.members", "as": "rows", "fields": {"a": {"from": "row.none"}}},
        ),
        "result.data.capital",
        "source",
    ),
    (
        "result",
        set_at(["data", "capital"], {"from": "answers.members", "as": "money-words"}),
        "result.data.capital",
        "source",
    ),
    (
        "procedure",
        set_at(["variants", 0, "when"], "capital < 1"),
        "variants.ca-nhan",
        "unreachable",
    ),
    ("procedure", set_at(["channels", 0, "limits"], []), "channels.online", "limit"),
    (
        "procedure",
        set_at(["channels", 0, "limits", 0, "valid_to"], "2000-01-01"),
        "channels.online.limits.0",
        "days",
    ),
]


FEE = {
    "code": "phi-thu",
    "name": {"vi": "Phí thử", "en": "Fee on trial"},
    "amount": 1000,
    "valid_from": "2026-01-01",
    "due": "at-filing",
    "basis": "Thông tư 01",
}
LESS = {"percent": 50, "valid_from": "2026-01-01", "basis": "Thông tư 02"}


def bracket(up_to=None, basis="Thông tư 01, Điều 4"):
    return {"amount": 5000, "basis": basis, **({"up_to": up_to} if up_to else {})}


FEES = [
    ([{**FEE, "basis": " "}], "basis"),
    ([{**FEE, "reductions": [{**LESS, "basis": ""}]}], "basis"),
    ([{**FEE, "brackets": [bracket(5, basis="")]}], "basis"),
    ([{**FEE, "reductions": [{**LESS, "valid_to": "2026-01-01"}]}], "days"),
    ([{**FEE, "brackets": [bracket(10), bracket(5), bracket()]}], "brackets"),
    ([{**FEE, "brackets": [bracket(), bracket(5)]}], "brackets"),
    ([{**FEE, "amount": None, "brackets": [bracket(5)]}], "brackets"),
    ([FEE, {**FEE, "valid_from": "2026-06-01"}], "charged-twice"),
]


@pytest.mark.parametrize(("fees", "code"), FEES)
def test_a_fee_that_cannot_be_worked_out_is_named(pack, fees, code):
    pack("procedure", set_at(["channels", 0, "fees"], fees))
    assert ("channels.online.fees.phi-thu", code) in errors(pack.folder)


def test_rows_of_one_fee_follow_each_other_or_hold_for_different_people(pack):
    ended = {**FEE, "valid_to": "2026-06-01", "brackets": [bracket(5), bracket()]}
    later = {**FEE, "valid_from": "2026-06-01", "reductions": [LESS]}
    pack("procedure", set_at(["channels", 0, "fees"], [ended, later]))
    assert errors(pack.folder) == set()
    family = {**FEE, "when": "founder == 'family'"}
    pack("procedure", set_at(["channels", 0, "fees"], [FEE, family]))
    assert ("channels.online.fees.phi-thu", "charged-twice") not in errors(pack.folder)


@pytest.mark.parametrize(("name", "edit", "where", "code"), EDITS)
def test_a_mistake_is_named_where_it_is(pack, name, edit, where, code):
    pack(name, edit)
    assert (where, code) in errors(pack.folder)


@pytest.mark.parametrize(
    ("kind", "more", "when"),
    [
        ("number", {}, "odd == 37"),
        ("number", {"max": 99}, "odd in [41, 42]"),
        ("number", {"examples": [1, 2]}, "odd > 20"),
        ("money", {}, "odd >= 123456789"),
        ("text", {}, "odd == 'khác'"),
        ("text", {}, "has_words(odd, 'karaoke')"),
        ("date", {}, "age(odd) >= 80"),
        ("date", {}, "odd == date('2024-02-29')"),
        ("date", {}, "days_since(odd) == 111"),
        ("person", {}, "age(odd.birth_date) >= 75"),
        ("table", ROWS, "count(odd) >= 7"),
        ("table", ROWS, "sum(odd.cost) > 9000000"),
        ("table", ROWS, "count(odd, cost > 300) >= 4"),
    ],
)
def test_a_condition_that_turns_at_a_value_is_found_to_be_met_and_not(pack, kind, more, when):
    def edit(content):
        add(content, odd(kind, **more))
        add(content, odd("text", key="then", when=when))

    pack("form", edit)
    assert errors(pack.folder) == set()


def test_a_condition_that_turns_at_what_is_worked_out_is_found_to_be_met_and_not(pack):
    def edit(content):
        add(content, odd("number", key="days", max=60))
        add(content, odd("money", key="price"))
        add(content, odd("calculated", value="times(days, price)"))
        add(content, odd("text", key="then", when="odd > 777777"))

    pack("form", edit)
    assert errors(pack.folder) == set()


def test_what_is_never_asked_is_said_in_words_at_its_question(pack):
    def edit(content):
        add(content, odd("number", key="many"))
        add(content, odd("text", when="many < 0"))

    pack("form", edit)
    _count, findings = lint_folder(pack.folder, today=TODAY)
    (found,) = [item for item in findings if item.code == "unreachable"]
    assert (found.where, found.detail("vi")) == ("form.odd", "không bao giờ được hỏi")


def test_a_broken_template_is_found(pack):
    (pack.folder / "result.typ").write_text("#let x = ", encoding="utf-8")
    assert ("result.typ", "template") in errors(pack.folder)


def test_a_template_that_takes_long_for_each_of_many_answers_is_found_soon(pack, monkeypatch):
    monkeypatch.setattr(lint, "SECONDS", 0.1)
    path = pack.folder / "result.typ"
    slow = "\n#for i in range(600) { for j in range(1000) { let n = 0 } }\n"
    path.write_text(path.read_text() + slow, encoding="utf-8")
    _count, findings = lint_folder(pack.folder, today=TODAY)
    (found,) = [item for item in findings if item.code == "template"]
    assert "papers take more than 0.1 seconds" in found.text


def test_a_template_that_needs_every_answer_is_found(pack):
    path = pack.folder / "result.typ"
    path.write_text(path.read_text() + "\n#data.fields.owner_name.len()\n", encoding="utf-8")
    assert ("result.typ", "blank") in errors(pack.folder)


SHAPES = [
    ("procedure", set_at(["colour"], "red"), "colour"),
    ("procedure", set_at(["code"], "abc"), "code"),
    ("procedure", lambda c: c.pop("name"), "name"),
    ("procedure", set_at(["name"], {"en": "only English"}), "name"),
    ("form", set_at(["pages", 0, "questions", 0, "kind"], "mood"), "form.pages.0.questions.0"),
    ("form", set_at(["pages", 0, "questions", 0, "label", "vi"], "a\u202eb"),
     "form.pages.0.questions.0.name.label"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "edit", "where"), SHAPES)
def test_a_pack_of_another_shape_is_refused_with_the_place(pack, name, edit, where):
    pack(name, edit)
    with pytest.raises(PackInvalid) as refused:
        read_pack(pack.folder)
    assert where in {place for place, _ in refused.value.details["problems"]}


@pytest.mark.parametrize(
    "text", ["a: [", "- a", "a: 1\na: 2", "!!python/object/apply:os.system ['true']", "\x00"]
)
def test_a_file_that_is_no_map_is_refused(pack, text):
    (pack.folder / "form.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackInvalid):
        read_pack(pack.folder)


def test_yes_and_no_are_words_in_a_pack(pack):
    pack("procedure", set_at(["summary"], {"vi": "có", "en": "no"}))
    assert read_pack(pack.folder).summary["en"] == "no"


def run(*arguments, language="en"):
    return CliRunner().invoke(main, ["--language", language, "procedures", *arguments])


def test_the_command_tells_machines_and_people(pack):
    told = run("lint", str(pack.folder), "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["packs"] == 1
    pack("process", set_at(["steps", 0, "share"], 0.5))
    told = run("lint", str(pack.folder))
    assert told.exit_code == 1
    assert "shares sum to 1.400" in told.stdout
    assert "1 pack, 1 error" in told.stdout


def test_an_empty_folder_is_one_sentence(tmp_path):
    told = run("lint", str(tmp_path), language="vi")
    assert told.exit_code == 1
    assert told.stderr.strip() == "Không thấy gói thủ tục nào ở đó."


def test_the_schema_of_a_pack_is_printed():
    schema = json.loads(run("schema").stdout)
    assert schema["title"] == "Pack"
    assert "AddressQuestion" in schema["$defs"]
