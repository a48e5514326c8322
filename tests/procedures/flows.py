"""A process that does everything a process can: it splits, joins, chooses, consults, goes back."""

from __future__ import annotations

BRANCHED = {
    "basis": "Nghị định 118/2025/NĐ-CP",
    "mark": "recalled",
    "steps": [
        {
            "code": "tiep-nhan",
            "name": {"vi": "Tiếp nhận", "en": "Receipt"},
            "role": "receptionist",
            "share": 0.1,
            "produces": ["appointment"],
        },
        {
            "code": "phan-loai",
            "name": {"vi": "Phân loại hồ sơ", "en": "Sorting"},
            "role": "specialist",
            "share": 0.1,
            "form": [
                {
                    "key": "needs_visit",
                    "kind": "yes-no",
                    "label": {"vi": "Phải kiểm tra thực địa", "en": "A visit is needed"},
                    "examples": [True],
                }
            ],
            "moves": [
                {
                    "kind": "forward",
                    "to": ["kiem-tra", "so-sach"],
                    "when": "needs_visit",
                    "name": {"vi": "Phải kiểm tra", "en": "Visit needed"},
                },
                {
                    "kind": "forward",
                    "to": "tham-dinh",
                    "name": {"vi": "Đủ căn cứ", "en": "Clear"},
                },
            ],
        },
        {
            "code": "kiem-tra",
            "name": {"vi": "Kiểm tra thực địa", "en": "Visit"},
            "role": "specialist",
            "share": 0.2,
            "produces": ["finding"],
            "moves": [{"kind": "forward", "to": "tham-dinh"}],
        },
        {
            "code": "so-sach",
            "name": {"vi": "Đối chiếu sổ sách, nghĩa vụ tài chính", "en": "Books"},
            "role": "accountant",
            "share": 0.1,
            "moves": [
                {"kind": "forward", "to": "tham-dinh"},
                {"kind": "wait", "for": "payment"},
            ],
        },
        {
            "code": "tham-dinh",
            "name": {"vi": "Thẩm định, dự thảo kết quả", "en": "Examination and draft"},
            "role": "specialist",
            "unit": {"same_as": "phan-loai"},
            "share": 0.3,
            "produces": ["finding", "draft"],
            "join": True,
            "moves": [
                {"kind": "consult", "to": "y-kien"},
                {"kind": "back", "to": ["phan-loai", "kiem-tra"]},
                {"kind": "refuse", "name": {"vi": "Không đủ điều kiện", "en": "Not eligible"}},
            ],
        },
        {
            "code": "y-kien",
            "name": {"vi": "Cho ý kiến chuyên môn", "en": "Opinion"},
            "role": "head",
            "share": 0.2,
        },
        {
            "code": "ky",
            "name": {"vi": "Phê duyệt, ký kết quả", "en": "Approval and signature"},
            "role": "leader",
            "share": 0.25,
            "produces": ["approval", "number", "signature"],
            "signs": True,
        },
        {
            "code": "tra-ket-qua",
            "name": {"vi": "Trả kết quả", "en": "Return of the result"},
            "role": "receptionist",
            "share": 0.05,
            "produces": ["handover"],
        },
    ],
}
