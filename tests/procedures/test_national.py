"""Reading the national catalogue: what is clear becomes structure, what is not is flagged."""

from __future__ import annotations

import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest

from motcua.procedures.base.faults import FAULTS
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.levels import Means, level_of
from motcua.procedures.base.lint import lint_pack
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.base.national.cases import Loose, papers_of
from motcua.procedures.base.national.drafting import draft_of
from motcua.procedures.base.national.fees import UnderstoodFee
from motcua.procedures.base.national.files import LONGEST_LINE, MOST_LINES, read_lines
from motcua.procedures.base.national.laws import laws_of
from motcua.procedures.base.national.parties import parties_of
from motcua.procedures.base.national.records import read_record
from motcua.procedures.base.national.ways import ways_of
from motcua.procedures.base.rules import compile_rules
from motcua.procedures.enums import Channel, LimitUnit, Subject
from motcua.procedures.errors import RecordInvalid
from tests.procedures.national import RECORD, line, record, with_time

CATALOGUE = Path(__file__).parents[3] / "shared" / "data" / "procedures.jsonl.gz"
DAY = date(2026, 11, 20)


def way_and_flags(found):
    (way,), flags = ways_of(found)
    return way, [str(flag.kind) for flag in flags]


@pytest.mark.parametrize(
    ("number", "unit", "said", "limit", "flags"),
    [
        ("3", "WORKING_DAY", "", (3, LimitUnit.WORKING_DAY), []),
        ("15", "ngày", "", (15, LimitUnit.DAY), []),
        ("8", "HOUR", "", (8, LimitUnit.HOUR), []),
        ("2", "MONTH", "", (2, LimitUnit.MONTH), []),
        ("3", "YEAR", "", (36, LimitUnit.MONTH), []),
        ("7", "WORKING_DAY", "Không quá 07 ngày làm việc", (7, LimitUnit.WORKING_DAY), []),
        ("7", "WORKING_DAY", "Không quá 07 ngày", (7, LimitUnit.WORKING_DAY), []),
        ("1", "OTHER", "", None, ["limit.other-unit"]),
        ("", "OTHER", "Không quy định", None, ["limit.missing"]),
        ("00", "WORKING_DAY", "", None, ["limit.missing"]),
        ("3.5", "WORKING_DAY", "", None, ["limit.fraction"]),
        ("420", "ngày", "", None, ["limit.too-long"]),
        ("5", "WORKING_DAY", "Không quá 20 ngày làm việc", None, ["limit.contradicted"]),
        (
            "5",
            "WORKING_DAY",
            "Không quá 05 ngày làm việc; ở miền núi, hải đảo: 15 ngày làm việc",
            (5, LimitUnit.WORKING_DAY),
            ["limit.depends"],
        ),
    ],
)
def test_a_time_limit_is_read_or_flagged_and_never_guessed(number, unit, said, limit, flags):
    way, found = way_and_flags(with_time(number, unit, said))
    assert (way.limit, found) == (limit, flags)


@pytest.mark.parametrize(
    ("fees", "understood", "flags"),
    [
        ([("0", "Không")], (), []),
        ([("0", "Không thu phí, lệ phí.")], (), []),
        ([("0", "")], (), []),
        ([("20000", "20.000 đồng/con")], (UnderstoodFee(20_000, "20.000 đồng/con"),), []),
        ([("20000", "")], (UnderstoodFee(20_000, ""),), []),
        ([("100", "100.000 đồng/lần")], None, ["fee.lost-thousands"]),
        ([("1000000", "Áp dụng mức 500.000 đồng đến 31/12/2026")], None, ["fee.contradicted"]),
        ([("0", "Lệ phí cấp mới: 25.000 đồng")], None, ["fee.only-in-text"]),
        ([("", "Hội đồng nhân dân cấp tỉnh quy định")], None, ["fee.set-elsewhere"]),
        ([("145000", "Thẻ một năm: 145 USD")], None, ["fee.other-currency"]),
        ([], None, ["fee.missing"]),
        ([("nhiều", "")], None, ["fee.not-a-number"]),
        ([("99999999999", "")], None, ["fee.not-a-number"]),
        ([("40000", "Xe trên 10 chỗ"), ("90000", "Xe khác")], None, ["fee.several"]),
        ([("50000", "50.000 đồng; từ năm sau 25.000 đồng")], None, ["fee.several"]),
    ],
)
def test_a_fee_is_read_or_flagged_and_never_guessed(fees, understood, flags):
    way, found = way_and_flags(with_time(fees=fees))
    assert (way.fees, found) == (understood, flags)


def test_two_rows_of_one_channel_that_differ_give_no_limit():
    rows = [
        {
            "KENH": "DIRECT",
            "THOIGIAN": [
                {"THOIGIANGIAIQUYET": n, "DONVITINH": "ngày", "PHILEPHI": [{"SOTIEN": "0"}]}
            ],
        }
        for n in "35"
    ]
    way, flags = way_and_flags(record(CACHTHUCTHUCHIEN=rows))
    assert (way.channel, way.limit, flags) == (Channel.COUNTER, None, ["limit.several"])


def test_a_way_of_filing_that_says_nothing_has_neither_limit_nor_fee_and_both_are_flagged():
    way, flags = way_and_flags(record(CACHTHUCTHUCHIEN=[{"KENH": "ONLINE", "THOIGIAN": []}]))
    assert (way.limit, way.fees, flags) == (None, None, ["limit.missing", "fee.missing"])


@pytest.mark.parametrize(
    ("number", "title", "read"),
    [
        ("123/2015/NĐ-CP", "", ("123/2015/NĐ-CP", 2015, "decree")),
        ("86/2018/nđ-cp", "", ("86/2018/NĐ-CP", 2018, "decree")),
        ("Luật số 32/2018/QH14", "", ("32/2018/QH14", 2018, "law")),
        ("66.7/2025/NQ-CP", "", ("66.7/2025/NQ-CP", 2025, "resolution")),
        ("35 /2025/NQ-HĐND", "", ("35/2025/NQ-HĐND", 2025, "resolution")),
        ("TT43/2023/TT-BTC", "", ("43/2023/TT-BTC", 2023, "circular")),
        ("191/2005/TTLT/BQP-BTC", "", ("191/2005/TTLT/BQP-BTC", 2005, "joint-circular")),
        ("2628/QĐ-UBND", "", ("2628/QĐ-UBND", 0, "decision")),
        ("nghị định 146/2025", "Nghị định số 146/2025/NĐ-CP", ("146/2025/NĐ-CP", 2025, "decree")),
        ("06", "Luật Thi đua", ("", 0, "")),
        ("09/2017/QH14 và 10/2017/QH14", "", ("", 0, "")),
        ("1/2020/" + "A-" * 60 + "B", "", ("", 0, "")),
    ],
)
def test_a_law_is_known_by_number_year_and_kind_or_flagged(number, title, read):
    laws, flags = laws_of(record(CANCUPHAPLY=[{"SOVANBAN": number, "TENVANBAN": title}]))
    assert [(law.number, law.year, law.kind) for law in laws] == [read]
    assert bool(flags) == (not read[0])


def test_cases_have_their_papers_and_what_must_be_shown_belongs_to_all():
    rows = [
        {
            "TRUONGHOP": "* Giấy tờ phải xuất trình:",
            "GIAYTO": [{"TENGIAYTO": "Hộ chiếu", "SOBANCHINH": 1}],
        },
        {"TRUONGHOP": "1. Cấp mới:", "GIAYTO": [{"TENGIAYTO": "- Đơn", "SOBANCHINH": 2}]},
        {
            "TRUONGHOP": "2. Cấp lại:",
            "GIAYTO": [{"TENGIAYTO": "- Giấy cũ (nếu có)", "SOBANSAO": 1}],
        },
        {"TRUONGHOP": "* Lưu ý:", "GIAYTO": [{"TENGIAYTO": "Nộp một bộ"}]},
    ]
    papers, flags = papers_of(record(THANHPHANHOSO=rows))
    assert [case.name for case in papers.cases] == ["Cấp mới", "Cấp lại"]
    assert [(paper.name, paper.is_shown) for paper in papers.common] == [("Hộ chiếu", True)]
    first, again = (case.papers[0] for case in papers.cases)
    assert (first.name, first.originals, first.may_depend) == ("Đơn", 2, False)
    assert (again.name, again.copies, again.may_depend) == ("Giấy cũ (nếu có)", 1, True)
    assert [str(flag.kind) for flag in flags] == ["paper.may-depend", "case.is-a-note"]
    assert papers.notes == ("Lưu ý", "Nộp một bộ")


def test_a_subject_that_was_parted_at_its_comma_is_put_together():
    parties, flags = parties_of(record())
    assert (parties.subjects, flags) == ((Subject.CITIZEN, Subject.ORGANISATION), [])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "not_json"),
        (b"[1]", "not_an_object"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 100_000, "not_json"),
        (line(MATTHC=None), "not_spelt"),
        (line(TENTTHC=""), "empty"),
        (line(THANHPHANHOSO="nhiều"), "not_a_list"),
        (line(TENTTHC={"vi": "x"}), "not_text"),
    ],
)
def test_a_line_that_is_no_record_is_refused_with_its_place(content, problem):
    with pytest.raises(RecordInvalid) as refused:
        read_record(content)
    assert [code for _path, code in refused.value.details["problems"]] == [problem]
    assert FAULTS[problem].vi
    assert FAULTS[problem].en


def test_text_is_brought_to_nfc_and_what_cannot_be_stored_is_replaced():
    decomposed = "Đăng ký nuôi chó".encode().decode()
    found, source = read_record(line(TENTTHC=f"{decomposed} a\u0301\0"))
    assert found.TENTTHC.endswith("á\ufffd")
    assert source["TENTTHC"] == found.TENTTHC


def test_a_file_of_any_kind_is_read_line_by_line(tmp_path):
    path = tmp_path / "catalogue"
    long = b'"' + b"x" * (LONGEST_LINE + 10) + b'"\n'
    path.write_bytes(b"one\n\n" + long + b"two")
    assert [(each.number, each.content.strip(), each.fault) for each in read_lines(path)] == [
        (1, b"one", ""),
        (3, b"", "too_long"),
        (4, b"two", ""),
    ]


def test_a_broken_gzip_gives_what_came_before_the_break(tmp_path):
    path = tmp_path / "catalogue.gz"
    packed = gzip.compress(
        b"".join(b"%d %s\n" % (n, os.urandom(40).hex().encode()) for n in range(9000))
    )
    path.write_bytes(packed[: len(packed) // 2])
    lines = list(read_lines(path))
    assert lines[-1].fault == "broken_gzip"
    assert len(lines) > 1000


def test_a_bomb_is_left_after_its_first_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr("motcua.procedures.base.national.files.MOST_BYTES", 10 * LONGEST_LINE)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"0" * (40 * LONGEST_LINE)))
    assert [each.fault for each in read_lines(path)] == ["too_long", "too_much"]


def test_a_draft_has_what_is_clear_and_says_what_is_not():
    draft = draft_of(with_time("1", "OTHER", "Trong ngày", [("100", "")]))
    (way,) = draft.pack.channels
    assert (way.limits, way.fees, way.limit_unclear, way.fees_unclear) == ((), (), True, True)
    assert way.note == {"vi": "Trong ngày · 100"}
    level = level_of(draft.pack, Means(frozenset({"online"}), True, True), DAY)
    assert level.level == 1
    assert {"information", "amount"} <= {ground.code for ground in level.lacking}


def test_a_draft_keeps_kind_and_year_of_laws_all_agencies_and_the_notes():
    rows = [*record().model_dump()["THANHPHANHOSO"], {"TRUONGHOP": "* Lưu ý:", "GIAYTO": []}]
    agencies = {"COQUANCOTHAMQUYEN": "Chủ tịch UBND cấp xã", "COQUANPHOIHOP": "Trạm Thú y"}
    pack = draft_of(record(THANHPHANHOSO=rows, **agencies)).pack
    assert [(law.kind, law.year) for law in pack.legal_bases] == [("law", 2018)]
    assert pack.authority.deciding == {"vi": "Chủ tịch UBND cấp xã"}
    assert pack.authority.coordinating == {"vi": "Trạm Thú y"}
    assert pack.paper_notes == ({"vi": "Lưu ý"},)


def test_a_draft_asks_for_the_case_where_there_are_several():
    rows = [
        {"TRUONGHOP": name, "GIAYTO": [{"TENGIAYTO": f"Đơn {name}", "SOBANCHINH": 1}]}
        for name in ("Cấp mới", "Cấp lại")
    ]
    pack = draft_of(record(THANHPHANHOSO=rows)).pack
    rules = compile_rules(pack, version_id=1)
    answers = sample_answers(rules.form, seed=1, today=DAY) | {"case": "truong-hop-2"}
    asked = [row.paper.name["vi"] for row in rules.papers(answers, Channel.ONLINE, DAY)]
    assert asked == ["Đơn Cấp lại"]


@pytest.mark.parametrize("part", sorted(RECORD.keys() - {"MATTHC", "TENTTHC"}))
def test_a_record_that_leaves_something_out_lands_all_the_same(part):
    empty = type(RECORD[part])()
    for said in (empty, None):
        assert draft_of(record(**{part: said})).pack.code == "1.900001"


def test_a_record_with_nothing_but_code_and_name_is_taken_at_the_counter_with_all_else_unclear():
    found, _source = read_record('{"MATTHC":"1.9","TENTTHC":"Thử"}'.encode())
    draft = draft_of(found)
    (way,) = draft.pack.channels
    assert (way.channel, way.limit_unclear, way.fees_unclear) == ("counter", True, True)
    assert "channel.none" in [str(flag.kind) for flag in draft.flags]


LOOSE = [
    {"TRUONGHOP": "", "GIAYTO": [{"TENGIAYTO": "Sổ tiêm phòng", "SOBANCHINH": 1}]},
    {"TRUONGHOP": "Cấp lại", "GIAYTO": [{"TENGIAYTO": "Giấy cũ", "SOBANCHINH": 1}]},
]


def needs(pack):
    return {
        variant.code: [(paper.name["vi"], paper.needed) for paper in variant.papers]
        for variant in pack.variants
    }


def test_papers_of_no_case_beside_named_ones_are_flagged_and_demanded_of_none_of_those():
    draft = draft_of(record(THANHPHANHOSO=LOOSE))
    assert ("case.unnamed", "THANHPHANHOSO.0", "Sổ tiêm phòng") in [
        (str(flag.kind), flag.path, flag.said) for flag in draft.flags
    ]
    assert needs(draft.pack) == {
        "truong-hop-1": [("Sổ tiêm phòng", "optional"), ("Giấy cũ", "required")],
        "truong-hop-khac": [("Sổ tiêm phòng", "required")],
    }
    assert "không ghi cần trong trường hợp nào" in draft.pack.paper_notes[0]["vi"]


@pytest.mark.parametrize(
    ("loose", "asked"),
    [
        (Loose.EVERY, {"truong-hop-1": [("Sổ tiêm phòng", "required"), ("Giấy cũ", "required")]}),
        (
            Loose.OWN,
            {
                "truong-hop-1": [("Giấy cũ", "required")],
                "truong-hop-khac": [("Sổ tiêm phòng", "required")],
            },
        ),
    ],
)
def test_papers_of_no_case_are_where_they_were_said_to_belong(loose, asked):
    pack = draft_of(record(THANHPHANHOSO=LOOSE), loose).pack
    assert needs(pack) == asked
    assert not pack.paper_notes
    question = pack.form.pages[0].questions[0]
    assert [option.value for option in question.options] == list(asked)


@pytest.mark.skipif(not CATALOGUE.is_file(), reason="the national catalogue is not here")
def test_every_record_of_the_real_catalogue_becomes_a_pack_that_can_be_filled_in():
    with gzip.open(CATALOGUE) as lines:
        records = [read_record(each)[0] for each in lines]
    assert len(records) == 5083
    for number, found in enumerate(records):
        pack = draft_of(found).pack
        assert pack.name["vi"]
        if number % 500 == 7:
            rules = compile_rules(pack, version_id=1)
            answers = sample_answers(rules.form, seed=number, today=DAY)
            assert rules.form.validate(answers, today=DAY).is_valid
            errors = {each.code for each in lint_pack(pack, today=DAY) if each.is_blocking}
            assert errors <= {"law"}, found.MATTHC


def test_steps_told_of_a_case_are_those_of_that_case_only():
    courses = [
        {"TRUONGHOP": "Chó nhập khẩu", "TRINHTU": [{"TENTRINHTU": "Kiểm dịch"}]},
        {"TRUONGHOP": "Nơi nộp", "TRINHTU": [{"TENTRINHTU": "Nộp tại xã"}]},
        {"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "Nhận thẻ"}]},
    ]
    cases = [
        {"TRUONGHOP": name, "GIAYTO": [{"TENGIAYTO": "Đơn", "SOBANCHINH": 1}]}
        for name in ("a) Chó nhập khẩu", "b) Chó trong nước")
    ]
    pack = draft_of(record(TRINHTUTHUCHIEN=courses, THANHPHANHOSO=cases)).pack
    told = [[step["vi"] for step in variant.steps] for variant in pack.variants]
    # A heading that is no case's is kept before its steps.
    everywhere = ["Nơi nộp", "Nộp tại xã", "Nhận thẻ"]
    assert told == [["Kiểm dịch", *everywhere], everywhere]


def test_a_result_has_the_catalogues_code_where_it_names_one():
    names = [("Thẻ", "KQ.G15.000123"), ("Bản sao", ""), ("Trích lục", "KQ.G15.000123")]
    rows = [{"TENKETQUA": name, "MAKETQUA": code} for name, code in names]
    pack = draft_of(record(KETQUATHUCHIEN=rows)).pack
    assert [row.code for row in pack.results] == ["kq-g15-000123", "kq-2", "kq-g15-000123-3"]


def test_many_copies_of_a_paper_are_asked_for_as_the_record_says():
    papers = [{"TENGIAYTO": "Báo cáo", "SOBANCHINH": 50, "SOBANSAO": 25}]
    pack = draft_of(record(THANHPHANHOSO=[{"TRUONGHOP": "", "GIAYTO": papers}])).pack
    (paper,) = pack.variants[0].papers
    assert (paper.originals, paper.copies) == (50, 25)


@pytest.mark.parametrize(
    "changes",
    [
        {"TENTTHC": "\u200b\ufeff"},
        {"THEM": json.loads("[" * 150 + "]" * 150)},
    ],
)
def test_what_cannot_be_shown_or_written_back_is_refused_by_name(changes):
    with pytest.raises(RecordInvalid):
        record(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"CANCUPHAPLY": [{"SOVANBAN": "", "TENVANBAN": ""}]},
        {"CANCUPHAPLY": [{"SOVANBAN": "\u200b", "TENVANBAN": "\u00ad"}]},
        {"THANHPHANHOSO": [{"TRUONGHOP": "\u200b" * 9, "GIAYTO": [{"TENGIAYTO": "\u200b"}]}]},
        {"COQUANTHUCHIEN": [{"TENDONVI": "\u2060"}], "KETQUATHUCHIEN": [{"TENKETQUA": "\u2060"}]},
    ],
)
def test_a_row_that_only_looks_filled_in_is_flagged_and_the_record_lands(changes):
    draft = draft_of(record(**changes))
    assert draft.pack.name == {"vi": "Đăng ký nuôi chó"}
    assert draft.flags


def test_a_byte_order_mark_before_the_first_record_is_no_part_of_it():
    found, _source = read_record(b"\xef\xbb\xbf" + line())
    assert found == record()


def test_what_is_imported_into_a_field_of_shipped_packs_stands_in_the_same_field():
    shipped = {(pack.field.name["vi"], pack.field.code) for pack in map(read_pack, pack_folders())}
    imported = {
        (name, draft_of(record(LINHVUCTHUCHIEN=[{"TENLINHVUC": name}])).pack.field.code)
        for name, _code in shipped
    }
    assert imported == shipped


@pytest.mark.parametrize("line_of_it", [b"\n", b"{\n"])
def test_a_file_of_more_lines_than_any_catalogue_ends_where_that_is_seen(tmp_path, line_of_it):
    path = tmp_path / "lines.jsonl.gz"
    path.write_bytes(gzip.compress(line() + line_of_it * (MOST_LINES + 10)))
    first, *_, last = read_lines(path)
    assert (first.number, first.fault) == (1, "")
    assert (last.number, last.fault) == (MOST_LINES + 1, "too_much")
