"""Procedures as LayThuTuc records and in archives of packs: nothing is lost on the way."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from motcua.procedures.base.exchange.archives import LONGEST, as_file, read_packs
from motcua.procedures.base.exchange.laythuthuc import laythuthuc_of, shape_of
from motcua.procedures.base.loading import content_of, digest_of, pack_folders, pack_from, read_pack
from motcua.procedures.base.national.drafting import draft_of
from motcua.procedures.base.national.records import Record, read_record
from motcua.procedures.base.packs import Limit
from tests.procedures.national import line, record, source

DAY = date(2026, 11, 20)
SHARED = Path(os.environ.get("MOTCUA_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
CATALOGUE = SHARED / "procedures.jsonl.gz"
SHIPPED = pack_folders()


def understood(**changes):
    """Give the source of a record and the pack made of it."""
    said = source(**changes)
    return said, draft_of(Record.model_validate(said)).pack


def with_papers(pack, *papers):
    (variant,) = pack.variants
    return pack.model_copy(update={"variants": (variant.model_copy(update={"papers": papers}),)})


def test_an_untouched_record_is_written_as_it_came():
    said, pack = understood(
        THEM={"khóa": "lạ"}, TRANGTHAI=None, LOAITTHC="TTHC không được luật giao"
    )
    assert laythuthuc_of(pack, DAY, said) == said


def test_a_name_that_was_changed_replaces_the_records_and_nothing_else():
    said, pack = understood(THEM="khóa lạ")
    name = {"vi": "Đăng ký nuôi mèo"}
    now = pack.model_copy(update={"name": name, "summary": name})
    assert laythuthuc_of(now, DAY, said) == said | {"TENTTHC": "Đăng ký nuôi mèo"}


def test_a_limit_that_was_settled_is_told_and_the_words_beside_it_stay():
    time = {"THOIGIANGIAIQUYET": "1", "DONVITINH": "OTHER", "MOTA": "Trong ngày", "PHILEPHI": []}
    said, pack = understood(CACHTHUCTHUCHIEN=[{"KENH": "ONLINE", "THOIGIAN": [time], "MA": "9"}])
    (way,) = pack.channels
    limit = Limit.model_validate(
        {
            "valid_from": "2000-01-01",
            "amount": 8,
            "unit": "hour",
            "words": {"vi": "8 giờ làm việc"},
            "basis": "x",
        }
    )
    now = way.model_copy(update={"limits": (limit,), "limit_unclear": False})
    told = laythuthuc_of(pack.model_copy(update={"channels": (now,)}), DAY, said)
    (row,) = told["CACHTHUCTHUCHIEN"]
    assert row == {
        "KENH": "ONLINE",
        "MA": "9",
        "THOIGIAN": [{**time, "THOIGIANGIAIQUYET": "8", "DONVITINH": "HOUR"}],
    }


def test_a_fee_by_brackets_and_less_online_is_told_as_what_it_comes_to():
    fee = {
        "code": "cap",
        "name": {"vi": "Phí cấp"},
        "valid_from": "2020-01-01",
        "due": "at-filing",
        "basis": "x",
        "brackets": [{"up_to": 5, "amount": 1000, "basis": "x"}, {"amount": 3000, "basis": "x"}],
        "reductions": [{"valid_from": "2020-01-01", "percent": 50, "basis": "x"}],
    }
    content = content_of(understood()[1])
    way = {key: value for key, value in content["channels"][0].items() if key != "channel"}
    ways = [{**way, "channel": channel, "fees": [fee]} for channel in ("online", "counter")]
    told = shape_of(pack_from(content | {"channels": ways}), DAY)["CACHTHUCTHUCHIEN"]
    rows = [
        [(row["SOTIEN"], row["MOTA"]) for row in each["THOIGIAN"][0]["PHILEPHI"]] for each in told
    ]
    assert rows == [
        [("500", "Phí cấp; đến 5"), ("1500", "Phí cấp")],
        [("1000", "Phí cấp; đến 5"), ("3000", "Phí cấp")],
    ]


def test_what_a_fee_is_due_for_goes_out_and_comes_back():
    fee = {
        "code": "cap",
        "name": {"vi": "Phí cấp thẻ"},
        "valid_from": "2020-01-01",
        "amount": 20_000,
        "unit": {"vi": "con"},
        "due": "at-filing",
        "basis": "x",
    }
    content = content_of(understood()[1])
    ways = [{**content["channels"][0], "fees": [fee]}]
    told = shape_of(pack_from(content | {"channels": ways}), DAY)
    (row,) = told["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0]["PHILEPHI"]
    assert (row["SOTIEN"], row["MOTA"]) == ("20000", "Phí cấp thẻ; mỗi con")
    pack = draft_of(Record.model_validate(told)).pack
    (back,) = pack.channels[0].fees
    assert (back.name, back.amount, back.unit) == ({"vi": "Phí cấp thẻ"}, 20_000, {"vi": "con"})
    assert shape_of(pack, DAY)["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0]["PHILEPHI"][0]["MOTA"] == (
        "Phí cấp thẻ; mỗi con"
    )


def test_papers_that_stay_keep_what_the_record_says_of_them_wherever_they_move():
    papers = [
        {"TENGIAYTO": "a) Đơn", "SOBANCHINH": 1, "URL": "/don"},
        {"TENGIAYTO": "b) Sổ tiêm phòng", "SOBANSAO": 1, "URL": "/so"},
    ]
    said, pack = understood(THANHPHANHOSO=[{"TRUONGHOP": "", "GIAYTO": papers}])
    form, book = pack.variants[0].papers
    photo = form.model_copy(update={"code": "anh", "name": {"vi": "Ảnh con vật"}})
    two = book.model_copy(update={"copies": 2})
    told = laythuthuc_of(with_papers(pack, two, photo), DAY, said)
    assert told["THANHPHANHOSO"][0]["GIAYTO"] == [
        {**papers[1], "SOBANSAO": 2},
        {"MAGIAYTO": "anh", "TENGIAYTO": "Ảnh con vật", "SOBANCHINH": 1, "SOBANSAO": 0},
    ]


@pytest.mark.parametrize("folder", SHIPPED, ids=[folder.name for folder in SHIPPED])
def test_a_shipped_pack_says_the_same_after_it_went_out_and_came_back(folder):
    pack = read_pack(folder)
    told = shape_of(pack, DAY)
    back = draft_of(read_record(json.dumps(told).encode())[0]).pack
    assert (back.code, back.name["vi"], back.authority.name["vi"]) == (
        pack.code,
        pack.name["vi"],
        pack.authority.name["vi"],
    )
    assert back.subjects == pack.subjects
    assert [way.channel for way in back.channels] == [way.channel for way in pack.channels]
    assert {law.number for law in pack.legal_bases} >= {
        law.number for law in back.legal_bases if law.number
    }
    names = {paper["TENGIAYTO"] for case in told["THANHPHANHOSO"] for paper in case["GIAYTO"]}
    assert all(any(name.startswith(row.name["vi"]) for name in names) for _, row in pack.papers())


def test_a_shipped_pack_that_the_catalogue_also_has_is_told_as_the_pack_says_it():
    pack = read_pack(next(folder for folder in SHIPPED if folder.name == "1.001193"))
    said = source(MATTHC="1.001193", TENTTHC="Tên cũ", THEM="khóa lạ")
    told = laythuthuc_of(pack, DAY, said)
    assert told["THEM"] == "khóa lạ"
    assert {key: told[key] for key in ("TENTTHC", "QUYETDINH")} == {
        key: shape_of(pack, DAY)[key] for key in ("TENTTHC", "QUYETDINH")
    }


@pytest.mark.skipif(not CATALOGUE.is_file(), reason="the national catalogue is not here")
def test_every_record_of_the_real_catalogue_is_written_as_it_came_and_its_pack_too():
    with gzip.open(CATALOGUE) as lines:
        for each in lines:
            found, said = read_record(each)
            kept, pack = deepcopy(said), draft_of(found).pack
            assert laythuthuc_of(pack, DAY, said) == kept == json.loads(each)
            content = content_of(pack)
            assert content_of(pack_from(content)) == content, found.MATTHC


def archive(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(f"{name}.json", content)
    return path


def test_packs_go_through_a_zip_file_and_a_folder_with_the_same_digest(tmp_path):
    contents = {folder.name: content_of(read_pack(folder)) for folder in SHIPPED[:3]}
    files = {name: as_file(content) for name, content in contents.items()}
    archive(tmp_path / "packs.zip", **files)
    folder = tmp_path / "packs"
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.json").write_bytes(content)
    for place in (tmp_path / "packs.zip", folder):
        found = {each.pack.code: each.pack for each in read_packs(place)}
        assert {code: digest_of(content_of(pack)) for code, pack in found.items()} == {
            code: digest_of(content) for code, content in contents.items()
        }


def test_a_result_named_with_an_empty_end_has_one_digest_too():
    pack = draft_of(record(KETQUATHUCHIEN=[{"TENKETQUA": "Giấy chứng nhận ; "}])).pack
    assert pack.result.title == {"vi": "Giấy chứng nhận"}
    assert digest_of(content_of(pack_from(content_of(pack)))) == digest_of(content_of(pack))


def test_a_folder_of_packs_in_yaml_is_read_too():
    codes = [each.pack.code for each in read_packs(SHIPPED[0].parent)]
    assert SHIPPED[0].name in codes


def test_what_is_no_pack_is_told_by_path_and_the_rest_is_read(tmp_path):
    good = as_file(content_of(draft_of(record()).pack))
    wrong = json.loads(good)
    wrong["channels"][0]["limits"][0]["amount"] = "ba"
    path = archive(
        tmp_path / "packs.zip",
        a=b"{",
        b=b"[]",
        c=json.dumps(wrong).encode(),
        d=b" " * (LONGEST + 1),
        e=good,
    )
    told = {each.path: each.problems for each in read_packs(path)}
    assert told["a.json"] == (("", "not_json"),)
    assert told["b.json"] == (("", "not_an_object"),)
    assert "channels.0.limits.0.amount" in dict(told["c.json"])
    assert told["d.json"] == (("", "too_long"),)
    assert told["e.json"] == ()


def test_a_zip_file_cut_short_or_a_bomb_is_told_not_raised(tmp_path):
    path = archive(tmp_path / "packs.zip", a=line() * 50, b=b"0" * (20 * LONGEST))
    assert [each.problems[0][1] for each in read_packs(path)] == ["not_json", "too_long"]
    path.write_bytes(path.read_bytes()[:-30])
    assert [each.problems for each in read_packs(path)] == [(("", "broken_zip"),)]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_another_way_is_told_by_name_and_the_rest_is_read(tmp_path, method):
    path = tmp_path / "packs.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("big.json", b"0" * (20 * LONGEST), method)
        made.writestr("good.json", as_file(content_of(draft_of(record()).pack)))
    packed = bytearray(path.read_bytes())
    packed[60:80] = b"\xff" * 20
    for content in (path.read_bytes(), bytes(packed)):
        path.write_bytes(content)
        told = {each.path: each.problems for each in read_packs(path)}
        assert told == {"big.json": (("", "unknown_method"),), "good.json": ()}


def test_a_zip_file_whose_names_are_no_text_is_told_not_raised(tmp_path):
    path = archive(tmp_path / "packs.zip", đơn=b"{")
    path.write_bytes(path.read_bytes().replace("đ".encode(), b"\xff\xff"))
    assert [each.problems for each in read_packs(path)] == [(("", "broken_zip"),)]
