"""What stands in the way of the result on its way to the applicant."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError


class ParcelOnItsWay(DomainError):
    """The post has the parcel already: it cannot be called off any more."""

    code = "dossiers.parcel_on_its_way"
    status = 409
    message = _("Bưu phẩm đã trên đường nên không đổi được nữa.")


class ErrandNotOpen(DomainError):
    """Nothing was to be fetched or brought by post here, or not any more."""

    code = "dossiers.errand_not_open"
    status = 409
    message = _("Hồ sơ này không có việc nhờ bưu chính đang chờ.")


class PapersNotHere(DomainError):
    """A dossier is taken once the papers that come by post are there."""

    code = "dossiers.papers_not_here"
    status = 409
    message = _("Giấy tờ gửi qua bưu chính chưa được ghi nhận là đã nhận.")


class NothingPosted(DomainError):
    """No papers are to come by post here, or they were taken in before."""

    code = "dossiers.nothing_posted"
    status = 409
    message = _("Hồ sơ này không chờ giấy tờ gửi qua bưu chính.")


class OutsideNumberWrong(DomainError):
    """The number does not look like one of the other system's."""

    code = "dossiers.outside_number_wrong"
    status = 422
    message = _("Số này không đúng dạng của hệ thống kia.")


class OutsideNumberTaken(DomainError):
    """Another number was entered for this dossier, or another dossier has this number."""

    code = "dossiers.outside_number_taken"
    status = 409
    message = _("Số này đã ghi cho hồ sơ khác, hoặc hồ sơ này đã có số khác.")


class ReceiverMissing(DomainError):
    """Who takes a result is named."""

    code = "dossiers.receiver_missing"
    status = 422
    message = _("Anh/chị ghi họ tên người nhận.")


class IdentityUnseen(DomainError):
    """The receiver's identity paper was seen, and which one is written down."""

    code = "dossiers.identity_unseen"
    status = 422
    message = _("Anh/chị xem giấy tờ tùy thân của người nhận và ghi loại, 4 số cuối.")


class SignatureMissing(DomainError):
    """The receiver has not signed on the screen."""

    code = "dossiers.signature_missing"
    status = 422
    message = _("Người nhận chưa ký vào khung. Không ký được thì chọn cách khác.")


class SignedPaperMissing(DomainError):
    """What the receiver signed on paper was not scanned."""

    code = "dossiers.signed_paper_missing"
    status = 422
    message = _("Chưa có bản quét giấy người nhận đã ký; hãy tải lên.")


class AuthorityMissing(DomainError):
    """Who takes a result for its owner brings a paper of authority."""

    code = "dossiers.authority_missing"
    status = 422
    message = _("Người nhận thay cần giấy ủy quyền hoặc giấy tờ chứng minh quan hệ; hãy tải lên.")


class PhoneMissing(DomainError):
    """The owner gave no telephone to send a code to."""

    code = "dossiers.phone_missing"
    message = _("Chủ hồ sơ không để lại số điện thoại nên không gửi mã được.")


class HandOutCodeWrong(DomainError):
    """The code is wrong, used up or too old."""

    code = "dossiers.hand_out_code_wrong"
    status = 422
    message = _("Mã chưa đúng, đã dùng hoặc đã hết hạn. Gửi mã mới nếu cần.")
