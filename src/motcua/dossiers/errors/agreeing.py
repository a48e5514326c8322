"""What stands in the way where two people must agree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError


class SecondPersonNeeded(DomainError):
    """The agency has this act done by two people; the first proposes it."""

    code = "dossiers.second_person_needed"
    message = _("Việc này cần người thứ hai đồng ý. Hãy gửi đề nghị.")


class ProposedAlready(DomainError):
    """The same act is proposed already and waits for its second person."""

    code = "dossiers.proposed_already"
    message = _("Việc này đã được đề nghị và đang chờ người thứ hai.")


class ProposalGone(DomainError):
    """The proposal was decided, or there is none."""

    code = "dossiers.proposal_gone"
    message = _("Đề nghị này đã được quyết định, hoặc không còn.")


class NotSecondPerson(DomainError):
    """Who asked does not agree to it himself, nor who has no right to the act."""

    code = "dossiers.not_second_person"
    status = 403
    message = _("Người đề nghị không tự đồng ý được; cần một người khác có quyền làm việc này.")


class RuleUncited(DomainError):
    """A rule on two people names the document that lays it down."""

    code = "dossiers.rule_uncited"
    status = 422
    message = _("Anh/chị ghi văn bản quy định việc này.")


class CheckedYourself(DomainError):
    """Who checked does not approve as well, whomever he stands in for."""

    code = "dossiers.checked_yourself"
    status = 403
    message = _("Anh/chị đã kiểm tra hồ sơ này nên không tự duyệt; cần người khác duyệt.")
