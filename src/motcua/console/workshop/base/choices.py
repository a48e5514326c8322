"""The words of the workshop for what is chosen: models, kinds, codes, operators, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.agencies.enums import Role
from motcua.procedures.enums import Channel, FeeDue, LimitUnit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

# What an object of a model is called.
MODELS: Mapping[str, str | _StrPromise] = {
    "Pack": _("Thông tin chung"),
    "FormSpec": _("Biểu mẫu"),
    "Process": _("Quy trình"),
    "Result": _("Kết quả"),
    "LegalBasis": _("Căn cứ pháp lý"),
    "Variant": _("Trường hợp"),
    "Paper": _("Giấy tờ"),
    "ChannelSpec": _("Cách nộp"),
    "Limit": _("Thời hạn"),
    "Fee": _("Khoản phí, lệ phí"),
    "Exemption": _("Miễn, giảm"),
    "Reduction": _("Giảm khi nộp trực tuyến"),
    "Page": _("Phần của biểu mẫu"),
    "Check": _("Kiểm tra chéo"),
    "StatutoryForm": _("Mẫu do văn bản quy định"),
    "Step": _("Bước xử lý"),
    "StepMove": _("Đường đi tiếp"),
    "Taken": _("Dữ liệu của mẫu in"),
}

# Kinds of question.
KINDS: Mapping[str, str | _StrPromise] = {
    "text": _("Một dòng chữ"),
    "long-text": _("Nhiều dòng chữ"),
    "name": _("Họ và tên"),
    "name-parts": _("Họ, chữ đệm, tên tách riêng"),
    "date": _("Ngày"),
    "partial-date": _("Ngày, có thể chỉ biết năm"),
    "number": _("Số nguyên"),
    "quantity": _("Số lượng tính phí"),
    "money": _("Số tiền"),
    "choice": _("Chọn một"),
    "choices": _("Chọn nhiều"),
    "yes-no": _("Có hoặc không"),
    "declaration": _("Cam đoan"),
    "place": _("Xã, phường và tỉnh"),
    "address": _("Địa chỉ"),
    "citizen-number": _("Số định danh cá nhân"),
    "identity-document": _("Giấy tờ tùy thân"),
    "phone": _("Số điện thoại"),
    "email": _("Thư điện tử"),
    "tax-code": _("Mã số thuế"),
    "person": _("Một người (họ tên, ngày sinh, …)"),
    "enterprise": _("Một doanh nghiệp, tổ chức"),
    "map-point": _("Vị trí trên bản đồ"),
    "files": _("Tệp đính kèm"),
    "calculated": _("Máy tính ra"),
    "signature": _("Chữ ký số"),
    "notice": _("Lời nhắn, không có câu trả lời"),
    "group": _("Nhóm lặp lại"),
    "table": _("Bảng"),
}

# Kinds of legal text.
LAW_KINDS: Mapping[str, str | _StrPromise] = {
    "law": _("Luật"),
    "ordinance": _("Pháp lệnh"),
    "resolution": _("Nghị quyết"),
    "decree": _("Nghị định"),
    "joint-circular": _("Thông tư liên tịch"),
    "circular": _("Thông tư"),
    "decision": _("Quyết định"),
    "directive": _("Chỉ thị"),
    "consolidated-text": _("Văn bản hợp nhất"),
    "guideline": _("Hướng dẫn"),
    "plan": _("Kế hoạch"),
    "regulation": _("Quy chế"),
    "decree-law": _("Sắc lệnh"),
}

# Codes that are chosen among, by `field.code`, else by code.
CHOICES: Mapping[str, str | _StrPromise] = {
    **{str(one.value): one.label for each in (Channel, LimitUnit, FeeDue) for one in each},
    "seen": _("Đã xem trong văn bản"),
    "recalled": _("Theo trí nhớ, chờ đối chiếu"),
    "level.commune": _("Cấp xã"),
    "level.province": _("Cấp tỉnh"),
    "level.ministry": _("Cấp bộ"),
    "level.other": _("Cơ quan khác"),
    "citizen": _("Công dân Việt Nam"),
    "overseas-vietnamese": _("Người Việt Nam định cư ở nước ngoài"),
    "foreigner": _("Người nước ngoài"),
    "household-business": _("Hộ kinh doanh"),
    "enterprise": _("Doanh nghiệp"),
    "organisation": _("Tổ chức"),
    "required": _("Bắt buộc"),
    "optional": _("Không bắt buộc"),
    "nation": _("Trung ương"),
    "province": _("Địa phương (tỉnh)"),
    "auto": _("Tự động"),
    "radios": _("Nút chọn"),
    "select": _("Danh sách"),
    "question": _("Câu hỏi của biểu mẫu"),
    "agency": _("Nơi nhận hồ sơ"),
    "system": _("Máy tính ra"),
    "signing": _("Ngày và chữ ký khi nộp"),
    "official": _("Cơ quan giải quyết"),
    **{role.value: role.label for role in Role},
    "appointment": _("Giấy hẹn trả"),
    "finding": _("Kết luận thẩm định"),
    "draft": _("Dự thảo kết quả"),
    "produces.document": _("Văn bản (tệp)"),
    "approval": _("Ý kiến của trưởng phòng"),
    "signature": _("Chữ ký"),
    "number": _("Số vào sổ"),
    "look.number": _("Số"),
    "look.money": _("Số tiền"),
    "handover": _("Kết quả trao tay người dân"),
    "forward": _("Chuyển tiếp"),
    "back": _("Trả lại bước trước"),
    "wait": _("Chờ người dân"),
    "consult": _("Hỏi ý kiến"),
    "refuse": _("Từ chối"),
    "stop": _("Dừng giải quyết"),
    "supplement": _("Bổ sung hồ sơ"),
    "payment": _("Nộp tiền"),
    "today": _("Hiện nay"),
    "any": _("Trước hoặc sau khi sắp xếp"),
    "citizen-number": _("Thẻ căn cước"),
    "old-id": _("Chứng minh nhân dân"),
    "passport": _("Hộ chiếu"),
    "residence-card": _("Thẻ thường trú"),
    "code": _("Mã dùng một lần"),
    "asks.code": _("Mã số"),
    "may_omit.code": _("Mã số"),
    "remote": _("Ký số từ xa"),
    "token": _("Thiết bị ký số (USB)"),
    "full_name": _("Họ và tên"),
    "birth_date": _("Ngày sinh"),
    "sex": _("Giới tính"),
    "asks.number": _("Số định danh"),
    "may_omit.number": _("Số định danh"),
    "nationality": _("Quốc tịch"),
    "ethnicity": _("Dân tộc"),
    "address": _("Nơi cư trú"),
    "phone": _("Số điện thoại"),
    "email": _("Thư điện tử"),
    "name": _("Tên"),
    "foreign_name": _("Tên bằng tiếng nước ngoài"),
    "short_name": _("Tên viết tắt"),
    "seat": _("Trụ sở"),
    "representative": _("Người đại diện"),
    "representative_title": _("Chức danh người đại diện"),
    "document": _("Giấy tờ tùy thân"),
    "title": _("Chức danh"),
    "fee": _("Khoản phải nộp"),
    "pdf": "PDF",
    "jpeg": "JPEG",
    "png": "PNG",
    "heic": "HEIC",
}

OPERATORS: Mapping[str, str | _StrPromise] = {
    "eq": _("là"),
    "ne": _("khác"),
    "gt": _("lớn hơn / sau"),
    "ge": _("từ … trở lên"),
    "lt": _("nhỏ hơn / trước"),
    "le": _("không quá"),
    "in": _("là một trong (cách nhau dấu phẩy)"),
    "not-in": _("không là cái nào trong"),
    "has": _("có chọn"),
    "filled": _("đã trả lời"),
    "empty": _("chưa trả lời"),
    "not-yes": _("không phải “Có”"),
    "age-ge": _("tuổi đến nay từ"),
    "age-lt": _("tuổi đến nay dưới"),
    "age-gt": _("tuổi đến nay trên"),
    "age-le": _("tuổi đến nay không quá"),
    "days-ge": _("số ngày đến nay từ"),
    "days-lt": _("số ngày đến nay dưới"),
    "days-gt": _("số ngày đến nay trên"),
    "days-le": _("số ngày đến nay không quá"),
    "count-ge": _("số dòng từ"),
    "count-lt": _("số dòng dưới"),
    "count-gt": _("số dòng trên"),
    "count-le": _("số dòng không quá"),
}

JOINS: Mapping[str, str | _StrPromise] = {
    "all": _("Mọi dòng đều đúng"),
    "any": _("Ít nhất một dòng đúng"),
}

LANGUAGE_NAMES: Mapping[str, str | _StrPromise] = {
    "vi": _("tiếng Việt"),
    "en": _("tiếng Anh"),
}


def choice_words(name: str, code: str) -> str:
    """Give the words of a code that is chosen in a field."""
    return str(CHOICES.get(f"{name}.{code}") or CHOICES.get(code) or code)


def model_words(model: str) -> str:
    """Say what an object of a model is called; questions are all called so."""
    return str(MODELS.get(model) or _("Câu hỏi"))


def kind_words(kind: str) -> str:
    """Say what a kind of question is called."""
    return str(KINDS.get(kind) or kind)
