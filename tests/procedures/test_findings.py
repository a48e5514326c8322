"""What the checks say: in both languages, at places with names, of what nobody has worked on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from motcua.cli.main import main
from motcua.console.workshop.base.skeletons import skeleton
from motcua.procedures.base.lint import lint_pack, quick_findings
from motcua.procedures.base.sentences import SENTENCES
from tests.procedures.packs import TODAY, pack_of

FACTS = {
    "code": "9.123456",
    "name": "Đăng ký nuôi chó",
    "name_en": "Registering a dog",
    "field": "chan-nuoi",
    "field_name": "Chăn nuôi",
    "field_name_en": "",
    "level": "commune",
    "authority": "Ủy ban nhân dân cấp xã",
    "authority_en": "Commune People's Committee",
    "decision": "12/QĐ-UBND",
    "amount": 5,
    "unit": "working-day",
    "unit_words": "ngày làm việc",
    "basis": "Quyết định 01",
}
CODE = "1.004222"
DOUBTS = {"form-untouched", "process-untouched", "result-untouched", "no-papers"}


def found(pack):
    return {each.code: each for each in quick_findings(pack)}


def test_an_empty_skeleton_has_no_error_and_a_doubt_for_each_part_nobody_touched():
    pack = skeleton(FACTS, TODAY)
    findings = list(lint_pack(pack, today=TODAY))
    assert not [each for each in findings if each.is_blocking]
    assert {each.code for each in findings} >= DOUBTS
    words = found(pack)["form-untouched"].sentence("vi")
    assert words.startswith("Mẫu đơn chung chưa được sửa")


def test_a_procedure_that_was_worked_on_has_none_of_these_doubts():
    assert not found(pack_of("1.001612")).keys() & {*DOUBTS, "law-number"}


@pytest.mark.parametrize(
    ("number", "is_doubted"),
    [("Quyết định 01", True), ("123/2015/NĐ-CP", False), ("75/NQ-HĐND", False)],
)
def test_a_law_whose_number_has_no_known_shape_is_a_doubt(number, is_doubted):
    findings = found(skeleton(FACTS | {"basis": number}, TODAY))
    assert ("law-number" in findings) == is_doubted


def test_the_name_of_a_shared_field_is_not_reported_to_who_did_not_write_it():
    findings = quick_findings(skeleton(FACTS, TODAY))
    assert not [each for each in findings if each.where == "field.name"]


def test_a_place_is_told_by_the_names_of_its_parts_in_both_languages():
    pack = pack_of("1.001612")
    law = pack.legal_bases[0].model_copy(update={"title": {"vi": "Luật Mèo"}})
    changed = pack.model_copy(update={"legal_bases": (law,)})
    (finding,) = [each for each in quick_findings(changed) if each.code == "language"]
    assert finding.where == "legal_bases.0.title"
    assert finding.where_said("vi") == "Căn cứ pháp lý › Luật Mèo › Tiêu đề"
    assert finding.where_said("en") == "Legal bases › Luật Mèo › Title"
    assert (finding.sentence("vi"), finding.detail("vi")) == (
        "Thiếu bản dịch.",
        "thiếu lời tiếng Anh",
    )


def test_what_awaits_confirmation_is_counted_and_named_in_the_language_of_the_command():
    told = {
        language: CliRunner().invoke(main, ["--language", language, "procedures", "lint", CODE])
        for language in ("vi", "en")
    }
    assert "36 câu hỏi: “Họ, chữ đệm và tên”" in told["vi"].stdout
    assert "36 questions: “" in told["en"].stdout
    assert "await" not in told["vi"].stdout
    assert "chờ" not in told["en"].stdout


def test_a_machine_is_told_place_and_sentence_in_both_languages():
    told = CliRunner().invoke(main, ["procedures", "lint", CODE, "--json"])
    row = json.loads(told.stdout)["findings"][0]
    assert row["place"] == {"vi": "Biểu mẫu", "en": "Form"}
    assert row["text_vi"].startswith("Biểu mẫu: Còn điều theo trí nhớ")


def test_every_check_has_its_sentence_in_both_languages():
    base = Path(lint_pack.__code__.co_filename).parent
    files = [
        base / "lint.py",
        base / "costs.py",
        *base.glob("*/lint.py"),
        base / "forms" / "statutes.py",
    ]
    source = " ".join(path.read_text(encoding="utf-8") for path in files)
    codes = set(re.findall(r'"([a-z-]+)", "(?:error|warning)"', source))
    codes |= set(re.findall(r'yield [^\n"]*(?:"[^"]*")?, "([a-z-]+)", ', source))
    assert codes - {"error", "warning"} <= SENTENCES.keys()
    assert all(words["vi"] and words["en"] for words in SENTENCES.values())
