"""How the page of each act speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries.handling import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Words:
    """How the page of an act speaks: what it will do, its button, and what is said when done."""

    lead: str | _StrPromise
    button: str | _StrPromise
    done: str | _StrPromise


WORDS: Mapping[Act, Words] = {
    Act.ACCEPT: Words(
        _("Hồ sơ đủ và đúng. Giấy tiếp nhận và hẹn trả (mẫu 01) được gửi ngay cho người nộp."),
        _("Tiếp nhận"),
        _("Đã tiếp nhận. Giấy tiếp nhận và hẹn trả đã được lập."),
    ),
    Act.EXEMPTION: Words(
        _(
            "Xem giấy chứng minh trước khi tiếp nhận. Không công nhận thì phí tính lại theo mức "
            "thường của ngày nộp, người nộp được báo lý do và số tiền phải nộp thêm."
        ),
        _("Ghi kết quả xem xét"),
        _("Đã ghi kết quả xem xét diện miễn, giảm."),
    ),
    Act.COLLECT: Words(
        _("Ghi là đã nhận đủ tiền mặt phí, lệ phí đến hạn; tiền nằm trong ngăn tiền của anh/chị."),
        _("Đã nhận đủ tiền"),
        _("Đã ghi nhận tiền mặt."),
    ),
    Act.HAND_OVER: Words(
        _("Chuyển hồ sơ tới đơn vị giải quyết ngay trong ngày làm việc."),
        _("Chuyển xử lý"),
        _("Đã chuyển hồ sơ tới đơn vị giải quyết."),
    ),
    Act.TAKE_UP: Words(
        _("Anh/chị nhận bước này; người khác trong đơn vị sẽ thấy tên anh/chị."),
        _("Nhận việc"),
        _("Anh/chị đã nhận bước này."),
    ),
    Act.DRAFT: Words(
        _("Điền những thông tin do cơ quan bổ sung; phần còn lại lấy từ tờ khai."),
        _("Lưu dự thảo"),
        _("Đã lưu dự thảo kết quả. Anh/chị xem lại bản in trước khi chuyển."),
    ),
    Act.COMPLETE: Words(
        _("Hoàn thành bước này và chuyển hồ sơ sang bước sau."),
        _("Hoàn thành và chuyển"),
        _("Đã chuyển hồ sơ sang bước sau."),
    ),
    Act.CONSULT: Words(
        _("Bước này vẫn ở anh/chị trong khi chờ; quá hạn mà chưa có ý kiến thì anh/chị làm tiếp."),
        _("Gửi nội dung hỏi"),
        _("Đã gửi nội dung hỏi ý kiến."),
    ),
    Act.APPROVE: Words(
        _("Đây là văn bản sẽ được ký số. Số và ngày được ghi vào sổ khi anh/chị ký."),
        _("Duyệt và ký"),
        _("Đã duyệt. Hệ thống đang ký số kết quả."),
    ),
    Act.RETURN: Words(
        _("Trả kết quả cho người nộp và đóng hồ sơ."),
        _("Trả kết quả"),
        _("Đã trả kết quả cho người nộp."),
    ),
    Act.SUPPLEMENT: Words(
        _(
            "Chỉ được yêu cầu một lần ở giai đoạn này: nêu đủ mọi mục và lý do của từng mục. Người "
            "nộp chỉ sửa được những mục được chọn."
        ),
        _("Gửi yêu cầu bổ sung"),
        _("Đã gửi yêu cầu bổ sung (mẫu 02) cho người nộp."),
    ),
    Act.PAYMENT: Words(
        _("Người nộp được báo số tiền; thời hạn tạm dừng cho tới khi tiền về."),
        _("Gửi yêu cầu nộp tiền"),
        _("Đã gửi yêu cầu nộp tiền cho người nộp."),
    ),
    Act.SEND_BACK: Words(
        _("Trả hồ sơ về bước trước để sửa."),
        _("Trả lại bước trước"),
        _("Đã trả hồ sơ về bước trước."),
    ),
    Act.ASK_AGENCY: Words(
        _("Cán bộ của cơ quan được hỏi xem được hồ sơ này cho tới khi cho ý kiến."),
        _("Gửi nội dung hỏi"),
        _("Đã gửi nội dung hỏi ý kiến."),
    ),
    Act.ASSIGN: Words(
        _("Bước đang làm được giao cho cán bộ anh/chị chọn, dù ai đang giữ."),
        _("Giao việc"),
        _("Đã giao việc."),
    ),
    Act.FORWARD: Words(
        _("Đồng nghiệp cùng vai trò làm tiếp bước này thay anh/chị."),
        _("Chuyển đồng nghiệp"),
        _("Đã chuyển cho đồng nghiệp."),
    ),
    Act.BRING_BACK: Words(
        _("Lấy lại bước này từ người đang giữ."),
        _("Lấy lại việc"),
        _("Đã lấy lại việc."),
    ),
    Act.REFUSE: Words(
        _("Hồ sơ bị đóng. Phiếu từ chối (mẫu 03) ghi nguyên văn lý do được gửi cho người nộp."),
        _("Từ chối tiếp nhận"),
        _("Đã từ chối. Phiếu từ chối (mẫu 03) đã gửi cho người nộp."),
    ),
    Act.PART: Words(
        _("Hồ sơ có nhiều kết quả thì trả từng kết quả khi có; kết quả cuối mới làm xong hồ sơ."),
        _("Duyệt và trả trước"),
        _("Đã duyệt. Hệ thống đang ký số rồi báo cho người nộp."),
    ),
    Act.APOLOGISE: Words(
        _(
            "Chỉ được hẹn lại một lần. Phiếu xin lỗi (mẫu 04) ghi nguyên văn lý do được gửi cho "
            "người nộp. Tỷ lệ đúng hạn vẫn tính theo lần hẹn đầu."
        ),
        _("Xin lỗi và hẹn lại"),
        _("Đã gửi phiếu xin lỗi (mẫu 04) và ngày hẹn mới cho người nộp."),
    ),
    Act.STOP: Words(
        _("Hồ sơ bị đóng. Phiếu từ chối (mẫu 03) ghi nguyên văn lý do được gửi cho người nộp."),
        _("Dừng xử lý"),
        _("Đã dừng xử lý hồ sơ."),
    ),
    Act.CORRECT: Words(
        _(
            "Bản mới thay bản đã ký; ai kiểm tra bản cũ sẽ thấy nó đã được thay thế. Người thứ hai "
            "phải đồng ý, người nộp được báo."
        ),
        _("Gửi đề nghị đính chính"),
        _("Đã đính chính. Hệ thống đang ký số bản mới."),
    ),
    Act.REOPEN: Words(
        _(
            "Hồ sơ trở lại giải quyết từ đầu, thời hạn tính lại. Kết quả đã ký (nếu có) không còn "
            "giá trị. Người thứ hai phải đồng ý, người nộp được báo."
        ),
        _("Gửi đề nghị mở lại"),
        _("Đã mở lại hồ sơ."),
    ),
    Act.REJUDGE: Words(
        _(
            "Chỉ dùng khi lần xem trước sai. Trước khi tiếp nhận thì ghi ngay; sau khi tiếp nhận "
            "phải có người thứ hai đồng ý. Thiếu thì mở khoản nộp thêm, thừa thì hoàn tiền; người "
            "nộp được báo kèm lý do."
        ),
        _("Ghi kết quả xem lại"),
        _("Đã ghi kết quả xem lại diện miễn, giảm."),
    ),
    Act.NOTE: Words(_("Người nộp không thấy ghi chú này."), _("Lưu ghi chú"), _("Đã lưu ghi chú.")),
}
