"""What is wrong with a file, or with a mark on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class PartNotPdf(DomainError):
    """What is to be signed as a part of the result is a PDF."""

    code = "dossiers.part_not_pdf"
    status = 422
    message = _("Kết quả trả trước phải là tệp PDF.")


class PartIncomplete(DomainError):
    """The file has not come whole yet; details['offset'] says how many bytes have."""

    code = "dossiers.part_incomplete"
    status = 409
    message = _("Tệp chưa gửi lên hết.")


class PartGone(DomainError):
    """The file that was sent ahead is no longer there: added already, dropped, or for another."""

    code = "dossiers.part_gone"
    status = 409
    message = _("Tệp đã gửi không còn ở đây: đã lưu, hoặc đã bỏ. Anh/chị chọn lại tệp.")


class FileLimit(DomainError):
    """Too many files for one paper."""

    code = "dossiers.file_limit"
    status = 422
    message = _("Đã đủ số tệp cho giấy tờ này.")


class FileLocked(DomainError):
    """A PDF that asks for a password cannot be read by the official."""

    code = "dossiers.file_locked"
    status = 422
    message = _("Tệp có mật khẩu nên cán bộ không mở được. Hãy gửi bản không khóa.")


class FileActive(DomainError):
    """A PDF acts by itself or carries a program; details['found'] lists what, as codes."""

    code = "dossiers.file_active"
    status = 422
    message = _(
        "Tệp PDF này có mã lệnh tự chạy hoặc kèm chương trình nên không nhận được. Hãy mở tệp, "
        "chọn In, chọn “Lưu thành PDF”, rồi gửi tệp mới."
    )


class MarkMisplaced(DomainError):
    """A mark lies on a page of its paper, and there are not too many."""

    code = "dossiers.mark_misplaced"
    status = 422
    message = _("Dấu phải nằm trong trang giấy; mỗi giấy tờ không quá 200 dấu.")


class MarkNotFound(NotFound):
    """No such mark, or it is another's."""

    code = "dossiers.mark_not_found"
    message = _("Không tìm thấy dấu này.")
