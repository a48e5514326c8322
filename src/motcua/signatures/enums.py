"""The words of the signatures room."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class KeyKind(TextChoices):
    """Whose signature a key makes."""

    AGENCY_SEAL = "agency-seal", _("Chữ ký số của cơ quan")
    PERSONAL = "personal", _("Chữ ký số cá nhân")


class DocumentKind(TextChoices):
    """What was signed."""

    RESULT = "result", _("Kết quả giải quyết")
    SLIP = "slip", _("Phiếu")
    RECEIPT = "receipt", _("Biên nhận")
    FEE = "fee", _("Biên lai")
    OTHER = "other", _("Văn bản khác")


class AnchorPurpose(TextChoices):
    """What a believed certificate is for."""

    ANCHOR = "anchor", _("Gốc tin cậy")
    ISSUING = "issuing", _("Nơi cấp trung gian")


class Change(TextChoices):
    """What was changed in a file after it was signed; values as in `verdicts.roles`."""

    PAGE_CONTENT = "page-content", _("nội dung trang")
    PAGES = "pages", _("số trang hoặc thứ tự trang")
    ANNOTATION = "annotation", _("chú thích trên trang")
    FORM_FIELD = "form-field", _("trường biểu mẫu")
    UNSIGNED_FIELD = "unsigned-field", _("ô chữ ký còn trống")
    UNVERIFIED_SIGNATURE = "unverified-signature", _("chữ ký không kiểm được")
    OVERLAY = "overlay", _("hình chữ ký của người lạ phủ lên trang")
    METADATA = "metadata", _("thông tin mô tả tệp")
    ATTACHMENT = "attachment", _("tệp đính kèm")
    OPTIONAL_CONTENT = "optional-content", _("lớp nội dung ẩn, hiện")
    ACTION = "action", _("lệnh tự chạy")
    STRUCTURE = "structure", _("cấu trúc tài liệu")
    CATALOG = "catalog", _("danh mục gốc của tệp")
    OBJECT = "object", _("đối tượng khác trong tệp")
    REMOVED = "removed", _("đối tượng bị xóa")
    TRAILING_BYTES = "trailing-bytes", _("dữ liệu nối vào cuối tệp")
    UNREADABLE = "unreadable", _("phần thêm vào không đọc được")


class Reason(TextChoices):
    """Why a verdict is what it is; values as in `verdicts.findings`."""

    VALID = "valid", _("Chữ ký hợp lệ, nội dung nguyên vẹn từ khi ký.")
    CHANGED = "changed-after-signing", _("Tệp đã bị thay đổi sau khi ký.")
    CONTENT_MISMATCH = "content-mismatch", _("Nội dung không khớp với chữ ký.")
    BAD_SIGNATURE = "bad-signature", _("Chữ ký không đúng với khóa của người ký.")
    WRONG_COVERAGE = "wrong-coverage", _("Chữ ký không bao trùm đúng nội dung tệp.")
    UNKNOWN_SIGNER = "unknown-signer", _("Chưa rõ người ký: chứng thư không thuộc nơi cấp tin cậy.")
    EXPIRED = "expired", _("Chứng thư của người ký đã hết hạn.")
    NOT_YET_VALID = "not-yet-valid", _("Chứng thư của người ký chưa đến ngày có hiệu lực.")
    WRONG_TIME = (
        "wrong-time",
        _("Thời gian ký ghi trong tệp ở tương lai, hoặc ngoài hạn của chứng thư."),
    )
    REVOKED = "revoked", _("Chứng thư của người ký đã bị thu hồi.")
    WEAK_ALGORITHM = "weak-algorithm", _("Thuật toán hoặc khóa không còn đủ an toàn.")
    WRONG_PURPOSE = "wrong-purpose", _("Chứng thư không dùng để ký văn bản.")
    UNSUPPORTED = "unsupported", _("Kiểu chữ ký này chưa được hỗ trợ.")
    NOT_SIGNED = "not-signed", _("Tệp không có chữ ký số.")
    ENCRYPTED = "encrypted", _("Tệp có mật khẩu nên không kiểm được.")
    UNREADABLE = "unreadable", _("Không đọc được tệp.")
    TOO_SLOW = "too-slow", _("Tệp quá phức tạp, không kiểm xong trong thời gian cho phép.")
    TOO_LARGE = "too-large", _("Tệp quá lớn để kiểm.")
