"""What changed between two versions of a procedure, in words."""

from __future__ import annotations

from motcua.procedures.base.differences import Difference, differences
from motcua.procedures.base.national.drafting import draft_of
from tests.procedures.national import RECORD, record


def told(**changes):
    return differences(draft_of(record()).pack, draft_of(record(**changes)).pack, "vi")


def test_nothing_changed():
    assert told() == ()


def test_a_name_that_changed_is_there_with_both_wordings():
    assert told(TENTTHC="Đăng ký nuôi mèo")[0] == Difference(
        "Tên thủ tục", "Đăng ký nuôi chó", "Đăng ký nuôi mèo"
    )


def test_a_time_limit_and_a_fee_are_named_with_their_way_of_filing():
    time = RECORD["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0] | {
        "THOIGIANGIAIQUYET": "5",
        "PHILEPHI": [{"SOTIEN": "0", "DONVI": "VNĐ", "MOTA": ""}],
    }
    changed = {
        row.what: (row.old, row.new)
        for row in told(CACHTHUCTHUCHIEN=[{"KENH": "ONLINE", "THOIGIAN": [time]}])
    }
    assert changed == {
        "Thời hạn · Trực tuyến": (
            "3 ngày làm việc (01/01/2000)",
            "5 ngày làm việc (01/01/2000)",
        ),
        "Phí, lệ phí · Trực tuyến": ("20.000 đồng/con: 20.000 đ (01/01/2000)", "không thu"),
    }


def test_a_fee_that_a_record_no_longer_states_is_called_unclear_and_not_free():
    time = RECORD["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0] | {"PHILEPHI": []}
    changed = told(CACHTHUCTHUCHIEN=[{"KENH": "ONLINE", "THOIGIAN": [time]}])
    assert [row.new for row in changed] == ["chưa rõ, chờ người quản trị xác định"]


def test_a_paper_that_is_new_has_no_old_wording_and_one_that_is_gone_no_new_one():
    changed = told(
        THANHPHANHOSO=[{"TRUONGHOP": "", "GIAYTO": [{"TENGIAYTO": "Ảnh chó", "SOBANCHINH": 2}]}]
    )
    assert [(row.what, row.old, row.new) for row in changed] == [
        ("Giấy tờ “Ảnh chó”", "", "2 bản chính, bắt buộc"),
        ("Giấy tờ “Sổ tiêm phòng”", "1 bản sao, bắt buộc", ""),
    ]
