"""What every recorded act is called in the log: one table for all rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

ACTS: Mapping[str, str | _StrPromise] = {
    "agencies.amend_agency": _("Sửa thông tin cơ quan"),
    "agencies.appoint_official": _("Thêm cán bộ"),
    "agencies.depart_official": _("Cán bộ thôi việc"),
    "agencies.end_posting": _("Kết thúc phân công"),
    "agencies.grant_access": _("Cấp quyền xem thêm"),
    "agencies.open_counter": _("Mở quầy tiếp nhận"),
    "agencies.post_official": _("Phân công cán bộ"),
    "agencies.register_agency": _("Lập cơ quan"),
    "agencies.remove_calendar_day": _("Bỏ ngày khác thường của lịch"),
    "agencies.revoke_grant": _("Thu quyền xem thêm"),
    "agencies.set_calendar_day": _("Đặt ngày nghỉ, ngày làm bù"),
    "agencies.set_working_hours": _("Đặt giờ làm việc"),
    "dossiers.accept": _("Tiếp nhận hồ sơ"),
    "dossiers.add_note": _("Ghi chú nội bộ"),
    "dossiers.answer_supplement": _("Bổ sung hồ sơ"),
    "dossiers.approve_result": _("Duyệt ký kết quả"),
    "dossiers.ask_payment": _("Yêu cầu nộp tiền"),
    "dossiers.ask_supplement": _("Yêu cầu bổ sung"),
    "dossiers.change_process": _("Chuyển hồ sơ sang quy trình mới"),
    "dossiers.complete_step": _("Hoàn thành một bước"),
    "dossiers.consult": _("Hỏi ý kiến đơn vị khác"),
    "dossiers.draft_result": _("Soạn dự thảo kết quả"),
    "dossiers.fee_paid": _("Nhận tiền lệ phí"),
    "dossiers.finish": _("Ký xong kết quả"),
    "dossiers.form_signed": _("Người nộp ký tờ khai"),
    "dossiers.hand_over": _("Chuyển hồ sơ tới đơn vị giải quyết"),
    "dossiers.rate": _("Đánh giá phục vụ"),
    "dossiers.read": _("Đọc hồ sơ"),
    "dossiers.read_paper": _("Đọc giấy tờ của hồ sơ"),
    "dossiers.refuse": _("Từ chối tiếp nhận"),
    "dossiers.return_result": _("Trả kết quả"),
    "dossiers.send_back": _("Trả lại bước trước"),
    "dossiers.settle_payment": _("Hồ sơ tiếp tục sau khi nhận tiền"),
    "dossiers.stop": _("Dừng giải quyết"),
    "dossiers.submit": _("Nộp hồ sơ"),
    "dossiers.take_up": _("Nhận việc"),
    "dossiers.withdraw": _("Rút hồ sơ"),
    "identity.approve_second_factor_reset": _("Duyệt đặt lại yếu tố thứ hai"),
    "identity.ask_second_factor_reset": _("Đề nghị đặt lại yếu tố thứ hai"),
    "identity.attach_identifier": _("Gắn số giấy tờ vào người"),
    "identity.close_account": _("Đóng tài khoản"),
    "identity.confirm_identifier": _("Xác nhận số giấy tờ"),
    "identity.create_client_secret": _("Cấp khóa cho phần mềm"),
    "identity.open_account": _("Mở tài khoản"),
    "identity.open_client_account": _("Mở tài khoản phần mềm"),
    "identity.open_official_account": _("Mở tài khoản cán bộ"),
    "identity.register_organisation": _("Ghi nhận tổ chức"),
    "identity.register_person": _("Ghi nhận người"),
    "identity.revoke_client_secret": _("Thu khóa của phần mềm"),
    "identity.sign_in": _("Đăng nhập"),
    "identity.sign_out_everywhere": _("Đăng xuất mọi nơi"),
    "payments.cancel_order": _("Hủy yêu cầu thanh toán"),
    "payments.expire_order": _("Yêu cầu thanh toán hết hạn"),
    "payments.open_order": _("Lập yêu cầu thanh toán"),
    "payments.pay_order": _("Thanh toán"),
    "payments.start_redirect": _("Chuyển sang trang ngân hàng"),
    "procedures.accept_change": _("Nhận thay đổi của danh mục quốc gia"),
    "procedures.ask_publication": _("Trình công bố thủ tục"),
    "procedures.begin_draft": _("Bắt đầu bản nháp thủ tục"),
    "procedures.change_list": _("Sửa danh sách thủ tục"),
    "procedures.close_offering": _("Thôi nhận thủ tục ở cơ quan"),
    "procedures.discard_draft": _("Bỏ bản nháp thủ tục"),
    "procedures.keep_gone": _("Giữ thủ tục không còn trong danh mục quốc gia"),
    "procedures.make_list": _("Lập danh sách thủ tục"),
    "procedures.open_offering": _("Mở thủ tục ở cơ quan"),
    "procedures.publish": _("Công bố thủ tục"),
    "procedures.record_changed": _("Bản ghi quốc gia thay đổi"),
    "procedures.record_gone": _("Bản ghi quốc gia không còn"),
    "procedures.record_imported": _("Nhập bản ghi quốc gia"),
    "procedures.remove_synonym": _("Bỏ lời thường khi tìm"),
    "procedures.restore_synonym": _("Khôi phục lời thường khi tìm"),
    "procedures.return_draft": _("Trả lại bản nháp thủ tục"),
    "procedures.save_draft": _("Lưu bản nháp thủ tục"),
    "procedures.set_synonym": _("Đặt lời thường khi tìm"),
    "procedures.settle_flags": _("Làm rõ điều còn ngờ của danh mục"),
    "procedures.take_pack": _("Nhận gói thủ tục"),
    "procedures.undo_publication": _("Thu lại công bố thủ tục"),
    "procedures.withdraw_gone": _("Bãi bỏ thủ tục không còn trong danh mục quốc gia"),
    "proving.prove": _("Chứng minh thủ tục chạy được"),
    "signatures.anchor_added": _("Thêm chứng thư gốc được tin"),
    "signatures.document_signed": _("Ký số văn bản"),
    "signatures.key_issued": _("Cấp khóa ký"),
    "signatures.key_revoked": _("Thu khóa ký"),
}

WHO: Mapping[str, str | _StrPromise] = {
    "system": _("Hệ thống"),
    "citizen": _("Người dân"),
    "client": _("Phần mềm"),
    "official": _("Cán bộ"),
}

PURPOSES: Mapping[str, str | _StrPromise] = {
    "handling": _("Giải quyết"),
    "audit": _("Kiểm tra"),
    "consultation": _("Lấy ý kiến"),
    "follow-up": _("Theo dõi"),
}


def act_words(action: str) -> str:
    """Say what a recorded act is called; its code where a later release recorded it."""
    return str(ACTS.get(action, action))
