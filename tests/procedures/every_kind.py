"""A form that asks with every kind of question there is."""

from __future__ import annotations

from motcua.procedures.base.forms.answering import CompiledForm
from motcua.procedures.base.forms.spec import FormSpec
from motcua.procedures.base.shared import shared_list
from tests.procedures.packs import Places


def text(words):
    return {"vi": words, "en": words}


def asked(key, kind, label, **more):
    return {"key": key, "kind": kind, "label": text(label), **more}


OPTIONS = [{"value": code, "label": text(f"Trường hợp {code}")} for code in "abc"]

PAGES = [
    {
        "code": "don",
        "title": text("Các câu đơn"),
        "questions": [
            asked("doc", "notice", "Đọc trước khi điền", hint=text("Chuẩn bị giấy tờ.")),
            asked("note", "text", "Ghi ngắn", hint=text("Một dòng."), help=text("Ví dụ: số 12.")),
            asked("story", "long-text", "Trình bày"),
            asked("who", "name", "Họ và tên", prefill="person.full_name"),
            asked("parts", "name-parts", "Tên theo từng phần"),
            asked("day", "date", "Ngày xảy ra", latest="today"),
            asked("around", "partial-date", "Khoảng năm"),
            asked("copies", "quantity", "Số bản sao", min=1, max=50, suffix=text("bản")),
            asked("price", "money", "Giá một bản"),
            asked("total", "calculated", "Tổng cộng", value="times(copies, price)", look="money"),
            asked("case", "choice", "Trường hợp", options=OPTIONS),
            asked("several", "choices", "Các trường hợp", options=OPTIONS, required=False),
            asked("agree", "yes-no", "Có đồng ý không?"),
            asked("why", "text", "Vì sao không?", when="agree == false"),
            asked("id_number", "citizen-number", "Số định danh"),
            asked("paper", "identity-document", "Giấy tờ"),
            asked("tel", "phone", "Điện thoại"),
            asked("mail", "email", "Thư điện tử", required=False),
            asked("tax", "tax-code", "Mã số thuế"),
        ],
    },
    {
        "code": "ghep",
        "title": text("Các câu nhiều phần"),
        "questions": [
            asked("where", "place", "Nơi đăng ký"),
            asked("home", "address", "Nơi ở", era="any"),
            asked("spot", "map-point", "Vị trí"),
            asked("owner", "person", "Chủ hộ", prefill="person", may_omit=["sex"]),
            asked("firm", "enterprise", "Doanh nghiệp", prefill="organisation", required=False),
            asked(
                "members", "group", "Thành viên", max=3,
                item_label=text("Thành viên"), add_label=text("Thêm thành viên"),
                questions=[
                    asked("member", "person", "Người", asks=["full_name", "birth_date"]),
                    asked("minor", "yes-no", "Có người giám hộ không?"),
                    asked("guardian", "name", "Người giám hộ", when="minor"),
                ],
            ),
            asked(
                "goods", "table", "Hàng hóa", min=1, max=5,
                item_label=text("Dòng"), add_label=text("Thêm dòng"),
                questions=[
                    asked("good", "text", "Tên hàng"),
                    asked("count_of", "number", "Số lượng"),
                    asked("each", "money", "Đơn giá"),
                    asked("line", "calculated", "Thành tiền", value="times(count_of, each)",
                          look="money"),
                ],
            ),
            asked("all_goods", "calculated", "Cộng tiền hàng", value="sum(goods.line)",
                  look="money"),
            asked("doubt", "text", "Điều chưa đồng ý", when="agree == false"),
            asked("plans", "files", "Bản vẽ", purpose=text("Để cán bộ xem trước."), min=0, max=2,
                  types=["pdf"], required=False),
            asked("signed", "signature", "Chữ ký của người nộp"),
            asked("sworn", "declaration", "Tôi cam đoan lời khai là đúng."),
        ],
    },
]  # fmt: skip

CHECKS = [
    {
        "code": "not-too-many",
        "at": "all_goods",
        "must": "all_goods < 1000000000000",
        "message": text("Tổng tiền hàng lớn quá."),
    }
]


def every_kind(pages=PAGES, checks=CHECKS):
    spec = {"title": text("Tờ khai đủ loại"), "pages": pages, "checks": checks}
    lists = {name: shared_list(name) for name in ("countries", "ethnicities")}
    return CompiledForm(FormSpec.model_validate(spec), lists, Places())
