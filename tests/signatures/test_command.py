"""`motcua verify` tells people and machines, and answers with its exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from motcua.cli.verify import verify
from motcua.signatures.actions.jws import jws_signed
from tests.signatures.conftest import AT, Hand

if TYPE_CHECKING:
    from pathlib import Path

    from motcua.signatures.verdicts.trust import Trust


@pytest.fixture(autouse=True)
def _without_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MOTCUA_LANGUAGE", "vi")


@pytest.fixture
def believed(trust: Trust, tmp_path: Path) -> Path:
    folder = tmp_path / "trust"
    folder.mkdir()
    root = x509.load_der_x509_certificate(trust.anchors[0])
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "readme.txt").write_text("not a certificate")
    return folder


@pytest.fixture
def file(tmp_path: Path, signed: bytes) -> Path:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(verify, [*map(str, arguments), "--at", AT.isoformat()])


def lines(result: Result) -> list[Any]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_valid_file_is_told_in_words(file: Path, believed: Path) -> None:
    result = run(file, "--trust", believed)
    assert result.exit_code == 0
    assert "HỢP LỆ" in result.stdout
    assert "Ủy ban nhân dân phường Mẫu" in result.stdout
    assert "15:30 20/11/2026" in result.stdout


def test_a_machine_gets_one_document(file: Path, believed: Path) -> None:
    (answer,) = lines(run(file, "--trust", believed, "--json"))
    assert answer["file"] == str(file)
    assert answer["verdict"] == "valid"
    assert answer["changed_after_signing"] is False
    assert answer["signatures"][0]["coverage"] == "whole-file"


def test_a_changed_file_beside_a_good_one_fails_the_run(
    file: Path, believed: Path, tmp_path: Path, ward: Hand
) -> None:
    changed, data = tmp_path / "changed.pdf", tmp_path / "data.json"
    changed.write_bytes(file.read_bytes() + b"x")
    data.write_bytes(jws_signed({"a": 1}, key=ward.key, provider=ward.keys, now=AT))
    result = run(file, changed, data, "--trust", believed, "--json")
    assert [each["verdict"] for each in lines(result)] == ["valid", "invalid", "valid"]
    assert lines(result)[1]["changes"] == ["trailing-bytes"]
    assert result.exit_code == 1
    assert "trailing-bytes" in run(changed, "--trust", believed).stdout


def test_without_trust_the_signer_is_unknown(file: Path) -> None:
    result = run(file)
    assert result.exit_code == 1
    assert "chưa rõ người ký" in result.stdout


def test_what_was_typed_wrong_is_said_in_one_sentence(file: Path, tmp_path: Path) -> None:
    assert CliRunner().invoke(verify, [str(file), "--at", "hôm qua"]).exit_code == 2
    assert CliRunner().invoke(verify, []).exit_code == 2
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "x.pem").write_text("-----BEGIN CERTIFICATE-----\nx")
    result = run(file, "--trust", tmp_path / "bad")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_a_store_that_does_not_answer_is_said_and_passed_over(
    file: Path, believed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    result = run(file, "--trust", believed)
    assert result.exit_code == 0
    assert "chỉ tin" in result.stderr
