from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from motcua.cli.codes import _KINDS, _PARTS
from motcua.cli.main import main
from motcua.kernel.codes import CodeKind, parse

CODES = [
    "000.00.10.H12-190705-0001",
    "G09.20-20260609-0092637",
    "H26.12",
    "001090012345",
    "012345678",
    "0100109106-001",
    "1.003560.000.00.00.H56",
    "G15-HT02",
    "000.00.00.G09-KQ002269",
    "KQ.G07.000122",
    "001090012345||Nguyễn Văn Mẫu|19051990|Nam|Hà Nội|01072021",
]


def run(*arguments, language="en"):
    return CliRunner().invoke(main, ["--language", language, "codes", "parse", *arguments])


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_told_as_one_json_document(code):
    result = run(code, "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (document["code"], document["valid"]) == (code, True)
    assert document["kind"] == parse(code).kind
    assert document["kinds"] == list(parse(code).kinds)
    assert document["fields"] == parse(code).fields


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_code_is_told_to_people(code, language):
    result = run(code, language=language)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].endswith(f": {code}")


def test_people_read_the_parts_in_their_language():
    assert "  giới tính: nữ\n" in run("001190012345", language="vi").stdout
    assert "  sex: female\n" in run("001190012345").stdout
    assert "  levels: H26 > 12\n" in run("000.00.12.H26").stdout


def test_every_kind_and_part_has_its_words():
    assert set(_KINDS) == set(CodeKind)
    assert {part for code in CODES for part in parse(code).fields} == set(_PARTS)


def test_a_wrong_code_is_refused_in_one_sentence_and_code_1():
    result = run("H26.12-260231-0001", language="vi")
    assert result.exit_code == 1
    assert result.stderr == "Ngày trong mã hồ sơ không có trong lịch.\n"
    assert result.stdout == ""


def test_a_wrong_code_is_told_as_one_json_document_too():
    result = run("H26.12-260231-0001", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "code": "H26.12-260231-0001",
        "valid": False,
        "error": {
            "code": "codes.dossier_date",
            "vi": "Ngày trong mã hồ sơ không có trong lịch.",
            "en": "The date in the dossier code is in no calendar.",
        },
    }


def test_a_missing_code_is_wrong_use():
    result = run()
    assert (result.exit_code, result.stderr) == (2, "Error: 'CODE' is missing.\n")
