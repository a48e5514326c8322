"""Made-up records in the shape of the national catalogue."""

from __future__ import annotations

import json
from copy import deepcopy

from motcua.procedures.base.national.records import read_record

RECORD = {
    "MATTHC": "1.900001",
    "TENTTHC": "Đăng ký nuôi chó",
    "QUYETDINH": "12/QĐ-UBND",
    "CAPTHUCHIEN": "Cấp Xã",
    "LINHVUCTHUCHIEN": [{"TENLINHVUC": "Chăn nuôi"}],
    "TRINHTUTHUCHIEN": [{"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "Nộp hồ sơ"}]}],
    "CACHTHUCTHUCHIEN": [
        {
            "KENH": "ONLINE",
            "THOIGIAN": [
                {
                    "THOIGIANGIAIQUYET": "3",
                    "DONVITINH": "WORKING_DAY",
                    "MOTA": "",
                    "PHILEPHI": [{"SOTIEN": "20000", "DONVI": "VNĐ", "MOTA": "20.000 đồng/con"}],
                }
            ],
        }
    ],
    "THANHPHANHOSO": [
        {
            "TRUONGHOP": "",
            "GIAYTO": [{"TENGIAYTO": "a) Sổ tiêm phòng", "SOBANCHINH": 0, "SOBANSAO": 1}],
        }
    ],
    "DOITUONGTHUCHIEN": ["Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp", "HTX)"],
    "KETQUATHUCHIEN": [{"TENKETQUA": "Giấy chứng nhận nuôi chó"}],
    "CANCUPHAPLY": [{"SOVANBAN": "Luật số 32/2018/QH14", "TENVANBAN": "Luật Chăn nuôi"}],
    "COQUANTHUCHIEN": [{"TENDONVI": "Ủy ban nhân dân cấp xã"}],
    "YEUCAU": "Không",
}


def source(**changes):
    """Give the source of a record with some keys changed."""
    return deepcopy(RECORD) | changes


def line(**changes):
    """Give a record as a line of a file."""
    return json.dumps(source(**changes), ensure_ascii=False).encode() + b"\n"


def record(**changes):
    """Give a record as it is read."""
    return read_record(line(**changes))[0]


def with_time(number="3", unit="WORKING_DAY", said="", fees=(("0", ""),)):
    """Give a record whose one way of filing has this time limit and these fees."""
    time = {
        "THOIGIANGIAIQUYET": number,
        "DONVITINH": unit,
        "MOTA": said,
        "PHILEPHI": [dict(zip(("SOTIEN", "MOTA"), fee, strict=True)) for fee in fees],
    }
    return record(CACHTHUCTHUCHIEN=[{"KENH": "ONLINE", "THOIGIAN": [time]}])
