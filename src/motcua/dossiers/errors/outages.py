"""What is wrong with a declared outage or a sheet taken in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class OutageNotFound(NotFound):
    """There is no such outage, or it is another agency's."""

    code = "dossiers.outage_not_found"


class OutageTimes(DomainError):
    """An outage begins in the near past and ends after its start, not in the future."""

    code = "dossiers.outage_times"
    status = 422
    message = _(
        "Giờ bắt đầu hoặc kết thúc chưa đúng: bắt đầu không quá xa, kết thúc sau lúc bắt đầu và "
        "không ở tương lai."
    )


class SheetTime(DomainError):
    """No declared outage lasted there when the paper was taken, or its sheet was not made yet."""

    code = "dossiers.sheet_time"
    status = 422
    message = _(
        "Giờ này sớm hơn lúc in tờ số tạm, ở tương lai, hoặc không nằm trong sự cố nào đã công bố "
        "cho đơn vị. Anh/chị xem lại ngày, giờ trên tờ giấy."
    )


class OutagePlan(DomainError):
    """What is announced beforehand has an end and begins soon; what lasts has no planned end."""

    code = "dossiers.outage_plan"
    status = 422
    message = _(
        "Sự cố biết trước thì ghi cả giờ bắt đầu (không quá xa) và giờ dự kiến kết thúc. "
        "Sự cố đang xảy ra thì để trống giờ dự kiến kết thúc."
    )


class OutageSettled(DomainError):
    """The outage was agreed to, refused, called off or ended already."""

    code = "dossiers.outage_settled"
    status = 409
    message = _("Sự cố này đã được duyệt, từ chối hoặc kết thúc rồi.")


class OutageLasts(DomainError):
    """While an outage lasts the agency takes no dossiers online; what was typed is kept."""

    code = "dossiers.outage_lasts"
    status = 503
    message = _(
        "Cơ quan đang có sự cố đã công bố nên chưa nhận hồ sơ trực tuyến. Bản nháp của anh/chị vẫn "
        "được giữ; hết sự cố, anh/chị nộp lại được ngay."
    )


class ProvisionalUnknown(DomainError):
    """No sheet of this agency carries the number."""

    code = "dossiers.provisional_unknown"
    status = 422
    message = _("Không có tờ nào mang số tạm này. Anh/chị xem lại số trên tờ giấy.")


class ProvisionalEntered(DomainError):
    """What was taken under the number was entered already, or the sheet is spoiled."""

    code = "dossiers.provisional_entered"
    status = 409
    message = _("Số tạm này đã nhập rồi.")


class SheetNotSpoiled(DomainError):
    """What is called a mistake was never written: the sheet does not stand as spoiled."""

    code = "dossiers.sheet_not_spoiled"
    status = 409
    message = _("Số tạm này không ghi là tờ hỏng.")
