"""The catalogue out of one node and into another, by the command line."""

from __future__ import annotations

import gzip
import json
import zipfile

import pytest
from click.testing import CliRunner

from motcua.cli.main import main
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.procedures.actions.settling import accept_change, settle_flags
from motcua.procedures.base.loading import digest_of
from motcua.procedures.models import Procedure, ProcedureVersion, SearchState, SearchWord, Writing
from tests.cast import BIRTH, BUSINESS
from tests.procedures.national import line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_test_database", "world"),
]


@pytest.fixture(autouse=True)
def _fresh():
    forget_all()
    yield
    forget_all()


def run(*arguments):
    return CliRunner().invoke(main, ["--language", "en", "procedures", *map(str, arguments)])


def report(*arguments):
    answer = run("import", *arguments, "--json")
    return answer.exit_code, json.loads(answer.stdout)


def forget(code):
    """Take a procedure out of the catalogue, as on a node that never had it."""
    SearchWord.objects.filter(procedure__code=code).delete()
    ProcedureVersion.objects.filter(procedure__code=code).delete()
    Procedure.objects.filter(code=code).delete()
    forget_all()


def test_the_national_catalogue_goes_out_as_it_came_in(tmp_path):
    coming, leaving = tmp_path / "in.jsonl", tmp_path / "out.jsonl.gz"
    lines = [line(THEM="khóa lạ"), line(MATTHC="1.900002", YEUCAU="Có  hai dấu cách")]
    coming.write_bytes(b"".join(lines))
    assert run("import", "--part", coming).exit_code == 0
    answer = run("export", "1.900002", "1.900001", "--format", "laythuthuc", leaving)
    assert answer.exit_code == 0, answer.output
    told = [json.loads(each) for each in gzip.decompress(leaving.read_bytes()).splitlines()]
    assert told == [json.loads(each) for each in lines]
    assert not [each for each in tmp_path.iterdir() if each not in {coming, leaving}]


def test_a_record_whose_flag_was_settled_goes_out_settled(tmp_path):
    coming, leaving = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    time = {"THOIGIANGIAIQUYET": "1", "DONVITINH": "OTHER", "MOTA": "Trong ngày", "PHILEPHI": []}
    coming.write_bytes(line(CACHTHUCTHUCHIEN=[{"KENH": "ONLINE", "THOIGIAN": [time]}]))
    run("import", "--part", coming)
    where = ("limit.other-unit", "CACHTHUCTHUCHIEN.0.THOIGIAN.0")
    value = {"amount": 8, "unit": "hour"}
    code, now = "1.900001", clock.now()
    settle_flags(actor=SYSTEM, code=code, values={where: value}, now=now)
    drafted = ProcedureVersion.objects.get(procedure__code=code, status="draft")
    today = clock.civil_date(now)
    accept_change(actor=SYSTEM, code=code, digest=drafted.digest, valid_from=today, now=now)
    run("export", code, "--format", "laythuthuc", leaving)
    (told,) = json.loads(leaving.read_bytes())["CACHTHUCTHUCHIEN"][0]["THOIGIAN"]
    assert told == {**time, "THOIGIANGIAIQUYET": "8", "DONVITINH": "HOUR"}


def test_a_pack_goes_out_and_comes_back_as_a_draft_with_the_same_digest(tmp_path):
    file = tmp_path / "packs.zip"
    told = run("export", BIRTH, BUSINESS, file).output.strip().splitlines()
    assert told[-1] == f"2 procedures written to {file}."
    assert report(file) == (
        0,
        {"packs": 2, "created": 0, "updated": 0, "unchanged": 2, "failed": 0, "failures": []},
    )
    pack = json.loads(zipfile.ZipFile(file).read(f"{BUSINESS}.json"))
    pack["code"] = "1.900009"
    folder = tmp_path / "packs"
    folder.mkdir()
    (folder / "mine.json").write_text(json.dumps(pack), encoding="utf-8")
    assert report(folder)[1]["created"] == 1
    (made,) = ProcedureVersion.objects.filter(procedure__code="1.900009")
    assert (made.status, made.digest) == ("draft", digest_of(pack))
    assert report(folder)[1]["unchanged"] == 1


def test_the_ending_of_a_file_tells_its_shape(tmp_path):
    records, pack = tmp_path / "one.jsonl", tmp_path / "one.json"
    assert run("export", BUSINESS, records).exit_code == 0
    assert json.loads(records.read_bytes())["MATTHC"] == BUSINESS
    assert run("export", BUSINESS, pack).exit_code == 0
    assert json.loads(pack.read_bytes())["code"] == BUSINESS
    refused = run("export", BIRTH, BUSINESS, tmp_path / "two.json")
    assert refused.exit_code == 1
    assert "holds one procedure" in refused.stderr


def test_a_pack_that_changed_becomes_a_draft_beside_the_rules_in_force(tmp_path):
    file = tmp_path / "packs"
    run("export", BUSINESS, file)
    path = file / f"{BUSINESS}.json"
    pack = json.loads(path.read_bytes())
    for said in ("Lập hộ kinh doanh", "Mở hộ kinh doanh"):
        pack["summary"]["vi"] = said
        path.write_text(json.dumps(pack), encoding="utf-8")
        assert report(file)[1]["updated"] == 1
        first, second = ProcedureVersion.objects.filter(procedure__code=BUSINESS).order_by("number")
        assert (first.status, second.status) == ("published", "draft")
        assert second.content["summary"]["vi"] == said


def test_a_draft_that_somebody_writes_is_not_overwritten(tmp_path):
    file = tmp_path / "packs"
    run("export", BUSINESS, file)
    path = file / f"{BUSINESS}.json"
    pack = json.loads(path.read_bytes())
    pack["summary"]["vi"] = "Lập hộ kinh doanh"
    path.write_text(json.dumps(pack), encoding="utf-8")
    report(file)
    Writing.objects.update(revision=1, writers=[1])
    pack["summary"]["vi"] = "Mở hộ kinh doanh"
    path.write_text(json.dumps(pack), encoding="utf-8")
    code, told = report(file)
    assert (code, told["failed"]) == (1, 1)
    assert told["failures"][0]["path"] == f"{BUSINESS}.json"
    assert told["failures"][0]["code"] == "procedures.draft_exists"


def test_sound_packs_may_be_published_at_once_and_unsound_ones_are_told(tmp_path):
    file = tmp_path / "packs"
    run("export", BUSINESS, file)
    path = file / f"{BUSINESS}.json"
    pack = json.loads(path.read_bytes())
    pack["summary"]["vi"] = "Lập hộ kinh doanh"
    pack["code"] = "1.900008"
    path.write_text(json.dumps(pack), encoding="utf-8")
    assert report(file, "--publish")[1]["created"] == 1
    assert SearchState.objects.exists()
    pack["legal_bases"] = []
    path.write_text(json.dumps(pack), encoding="utf-8")
    code, told = report(file, "--publish")
    assert (code, told["failures"][0]["code"]) == (1, "procedures.draft_unsound")
    assert told["failures"][0]["problems"][0]["what"] == "law"


def test_the_public_catalogue_is_one_document_too(tmp_path):
    file = tmp_path / "catalogue.jsonld"
    run("export", BIRTH, "--format", "cpsv", file)
    document = json.loads(file.read_bytes())
    dataset, service = document["@graph"]
    assert (dataset["@type"], service["@type"]) == ("Dataset", "PublicService")
    assert service["identifier"] == BIRTH
    assert document["@context"]["PublicService"] == "cpsv:PublicService"


def test_what_cannot_be_exported_is_one_sentence(tmp_path):
    answer = run("export", "9.999999", tmp_path / "packs.zip")
    assert (answer.exit_code, answer.stderr.strip()) == (
        1,
        "No procedure 9.999999 is in force today.",
    )
    answer = run("export", BIRTH, tmp_path / "nowhere" / "packs.zip")
    assert answer.exit_code == 1
    assert "cannot be written" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_export_leaves_the_reserve_of_the_node_s_disk_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MOTCUA_DISK_RESERVE", "999999999")
    answer = run("export", BIRTH, tmp_path / "packs.zip")
    assert answer.exit_code == 1
    assert "down to its reserve" in answer.stderr
    assert not (tmp_path / "packs.zip").exists()
    monkeypatch.setenv("MOTCUA_DISK_RESERVE", "0")
    assert run("export", BIRTH, tmp_path / "packs.zip").exit_code == 0


@pytest.mark.parametrize("name", [BIRTH, "packs.tar", "packs.zip.gz"])
def test_a_code_or_an_unknown_ending_is_no_file_to_export_to(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    answer = run("export", name)
    assert answer.exit_code == 2
    assert len(answer.stderr.strip().splitlines()) == 1
    assert name in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_one_procedure_is_counted_as_one(tmp_path):
    told = run("export", BIRTH, tmp_path / "one.json").output
    assert "1 procedure written to" in told


def test_a_folder_without_packs_is_told(tmp_path):
    assert report(tmp_path)[1]["failures"] == [{"path": "", "code": "no_packs", "problems": []}]


def test_what_an_archive_names_its_files_is_shown_and_does_not_steer_the_terminal(tmp_path):
    path = tmp_path / "packs.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("\x1b[31mđỏ\n\u202e.json", b"{")
        made.writestr("b.json", b"0", zipfile.ZIP_BZIP2)
    shown = run("import", path).output
    assert "\\x1b[31mđỏ\\n\\u202e.json: pack_invalid" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "b.json: pack_invalid\n  : packed in a way that is not read" in shown
