"""What stands in the way of a document, in words for people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class DocumentRefused(DomainError):
    """The file is not taken; details['reason'] is the code, the message says it in words."""

    code = "documents.refused"
    status = 422
    message = _("Tệp này không dùng được. Anh/chị lưu lại ở dạng Word (.docx) rồi gửi lại.")


class FieldsUnknown(DomainError):
    """The template names fields that nothing fills in; details['fields'] lists them."""

    code = "documents.fields_unknown"
    status = 422
    message = _("Mẫu dùng những trường hệ thống không có.")


class TemplateNotFound(NotFound):
    """There is no such template at this agency."""

    code = "documents.template_not_found"
    message = _("Không có mẫu văn bản này.")


REASONS = {
    "broken": _("Tệp bị hỏng, không mở được."),
    "not_word": _("Đây không phải tệp Word (.docx)."),
    "too_large": _("Tệp quá lớn hoặc quá dài."),
    "macros": _("Tệp có macro. Anh/chị lưu lại ở dạng .docx không có macro."),
    "embedded": _("Tệp có tệp khác nhúng bên trong. Anh/chị bỏ phần nhúng."),
    "external": _("Tệp lấy nội dung từ nơi khác. Anh/chị bỏ liên kết tới tệp hoặc mẫu bên ngoài."),
    "entities": _("Tệp có khai báo không được phép."),
    "fields": _("Tệp có trường tự động lấy dữ liệu từ ngoài. Anh/chị bỏ trường đó."),
    "syntax": _("Có trường viết sai. Trường viết như {{ ho_so.ma }}."),
    "forbidden": _("Trường chỉ được là tên, điều kiện hoặc dòng lặp; không được gọi lệnh."),
    "unknown": _("Tệp còn trường chưa điền được."),
    "limit": _("Tệp quá phức tạp, xử lý quá lâu."),
}
"""What is said of a file that is refused, by the code of the refusal."""

LACKS = {
    "picture": _("hình ảnh hoặc hình vẽ"),
    "object": _("đối tượng nhúng"),
    "text_box": _("khung chữ"),
    "footnote": _("chú thích cuối trang"),
    "tracked_change": _("vết sửa chưa chấp nhận"),
    "comment": _("nhận xét bên lề"),
    "symbol": _("ký tự đặc biệt chèn bằng Symbol"),
    "formula": _("công thức"),
    "columns": _("trang nhiều cột"),
    "sections": _("nhiều khổ giấy"),
    "page_head": _("chữ ở đầu trang hoặc chân trang"),
    "nested_table": _("bảng lồng trong bảng"),
    "numbering": _("kiểu đánh số lạ"),
}
"""What a document may hold that cannot be set on paper here, by its code."""
