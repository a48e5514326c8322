"""What can go wrong in the identity room. No message tells whether a person or account exists."""

from __future__ import annotations

import math
from typing import Self

from django.utils.translation import gettext, gettext_lazy as _

from motcua.kernel.errors import DomainError, TooManyRequests


class IdentifierTaken(DomainError):
    """Another person holds this confirmed number; for officials' eyes only."""

    code = "identity.identifier_taken"
    message = _("Số giấy tờ này đã được xác nhận cho một người khác.")


class IdentifierMalformed(DomainError):
    """The number does not have the form its kind of document has."""

    code = "identity.identifier_malformed"
    status = 422
    message = _("Số giấy tờ chưa đúng. Kiểm tra lại số ghi trên giấy tờ.")


class EmailTaken(DomainError):
    """Another account signs in with this address; for officials' eyes only."""

    code = "identity.email_taken"
    message = _("Địa chỉ thư điện tử này đã dùng cho một tài khoản khác.")


class AccountTaken(DomainError):
    """The person or official has an account already."""

    code = "identity.account_taken"
    message = _("Người này đã có tài khoản.")


class TooManyTries(TooManyRequests):
    """Signing in is locked for a while; details['retry_after'] is in seconds."""

    code = "identity.too_many_tries"
    message = _("Đã thử quá nhiều lần. Vui lòng chờ rồi thử lại.")

    @classmethod
    def until(cls, refusal: TooManyRequests) -> Self:
        """Say of a spent limit how many minutes to wait."""
        seconds = int(str(refusal.details["retry_after"]))
        sentence = gettext("Đã thử quá nhiều lần. Vui lòng thử lại sau %(minutes)d phút.")
        return cls(sentence % {"minutes": math.ceil(seconds / 60)}, retry_after=seconds)


class CredentialsRefused(DomainError):
    """The client's name or secret is wrong, ended or revoked; which one is not told."""

    code = "identity.credentials_refused"
    status = 401
    message = _("Tên hoặc khóa truy cập không đúng.")


class TokenRefused(DomainError):
    """There is no access token, or it is not ours, changed, or signed with an unknown key."""

    code = "identity.token_refused"
    status = 401
    message = _("Cần mã truy cập hợp lệ.")


class TokenExpired(TokenRefused):
    """The access token was good once; ask for a new one."""

    code = "identity.token_expired"
    message = _("Mã truy cập đã hết hạn.")


class ScopeRefused(DomainError):
    """The client asked for more than it was given; details['scopes'] lists what is beyond."""

    code = "identity.scope_refused"
    status = 403
    message = _("Phạm vi truy cập vượt quá quyền đã cấp.")


class DemoOnly(DomainError):
    """One-click sign-in exists in the made-up world only."""

    code = "identity.demo_only"
    status = 404
    message = _("Không tìm thấy.")


class TwoPeopleNeeded(DomainError):
    """Whoever asked, and whoever is concerned, cannot approve."""

    code = "identity.two_people_needed"
    message = _("Việc này cần hai người: người đề nghị và người duyệt phải khác nhau.")


class OneHand(DomainError):
    """Whom the one who asked made an administrator lately, or who made him one, cannot approve."""

    code = "identity.one_hand"
    message = _(
        "Việc này cần hai người độc lập: một trong hai người vừa được người kia (hoặc cùng một"
        " người) giao quyền quản trị, chưa đủ 30 ngày. Hãy nhờ một quản trị viên khác của cơ quan"
        " duyệt; nếu không có, hãy đề nghị lại khi đã đủ 30 ngày."
    )


class ResetSettled(DomainError):
    """The request was approved already, or is too old."""

    code = "identity.reset_settled"
    message = _("Đề nghị này đã được duyệt hoặc đã quá hạn.")


class MandateNotInForce(DomainError):
    """The owner has not consented, or one of the two ended it."""

    code = "identity.mandate_not_in_force"
    message = _("Chưa có đồng ý của người được nộp hộ, hoặc việc nộp hộ đã chấm dứt.")


class MandateCodeWrong(DomainError):
    """The one-time code is wrong, old or worn out."""

    code = "identity.mandate_code_wrong"
    status = 422
    message = _("Mã không đúng, đã dùng hoặc đã quá hạn.")


class MandateOfOneself(DomainError):
    """Nobody helps himself."""

    code = "identity.mandate_of_oneself"
    status = 422
    message = _("Đây là giấy tờ của chính anh/chị; anh/chị tự nộp được.")


class Unconfirmed(Exception):
    """Who acts must prove the second factor by itself first; what will be done, and to what.

    `lost` names the files to be chosen again; None stands for all that came.
    """

    def __init__(
        self, lead: str, things: tuple[str, ...], back: str, lost: tuple[str, ...] | None = None
    ) -> None:
        self.lead, self.things, self.back, self.lost = lead, things, back, lost
        super().__init__()
