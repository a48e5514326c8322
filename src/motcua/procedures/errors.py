"""What can go wrong in the procedures room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotAllowed, NotFound


class PackInvalid(DomainError):
    """A pack does not have the shape it must have; details['problems'] lists `(where, what)`."""

    code = "procedures.pack_invalid"
    status = 422
    # Plain text: packs are read before Django's translations are there.
    message = "Gói thủ tục chưa đúng cấu trúc."


class ConditionInvalid(DomainError):
    """A condition cannot be read or compares things that cannot be compared."""

    code = "procedures.condition_invalid"
    status = 422
    message = "Điều kiện trong biểu mẫu không hợp lệ."


class VersionNotPublished(DomainError):
    """An agency can only offer a procedure that has a published version."""

    code = "procedures.version_not_published"
    message = _("Thủ tục chưa có phiên bản nào được công bố.")


class OfferingClosed(DomainError):
    """The agency does not offer this procedure on that day."""

    code = "procedures.offering_closed"
    message = _("Cơ quan này hiện không tiếp nhận thủ tục này.")


class ChannelClosed(DomainError):
    """The procedure cannot be filed that way."""

    code = "procedures.channel_closed"
    message = _(
        "Danh mục không ghi thời hạn của thủ tục này cho cách nộp của hồ sơ, nên chưa tính được "
        "ngày hẹn trả. Người nộp: chọn cách nộp khác. Cán bộ: báo quản trị viên ghi cách nộp này "
        "vào thủ tục rồi làm lại."
    )


class FeeNotTheProvinces(DomainError):
    """The law fixes this fee; a province cannot set it."""

    code = "procedures.fee_not_the_provinces"
    status = 422
    message = _("Khoản phí, lệ phí này do pháp luật ấn định, địa phương không quy định mức khác.")


class RoleWithoutUnit(DomainError):
    """A step of the process names a role that no unit of the offering plays."""

    code = "procedures.role_without_unit"
    status = 422
    message = _("Có bước xử lý chưa được giao cho đơn vị nào.")


class RecordInvalid(DomainError):
    """A record of the national catalogue that cannot be read; `problems` are (path, code)."""

    code = "procedures.record_invalid"
    status = 422
    message = _("Bản ghi thủ tục không đọc được.")


class CodeTaken(DomainError):
    """A procedure of this code exists; its rules are changed by a new version."""

    code = "procedures.code_taken"
    message = _("Đã có thủ tục mang mã này. Hãy sửa thủ tục đó thay vì tạo mới.")


class DraftExists(DomainError):
    """Somebody writes the next version already; details['version'] is it."""

    code = "procedures.draft_exists"
    message = _("Thủ tục này đang có bản nháp. Hãy sửa tiếp bản nháp đó.")


class NotADraft(DomainError):
    """What is published no longer changes; write a new version."""

    code = "procedures.not_a_draft"
    message = _("Phiên bản này không còn là bản nháp nên không sửa được. Hãy tạo phiên bản mới.")


class DraftMoved(DomainError):
    """Somebody else saved the draft in between."""

    code = "procedures.draft_moved"
    message = _("Bản nháp vừa được người khác lưu. Hãy xem lại rồi lưu lần nữa.")


class DraftUnsound(DomainError):
    """A draft with errors is not published; details['errors'] is their number."""

    code = "procedures.draft_unsound"
    status = 422
    message = _("Bản nháp còn lỗi, chưa công bố được. Hãy xem trang Kiểm tra.")


class NotAskedFor(DomainError):
    """Nobody asked that this draft be published."""

    code = "procedures.not_asked_for"
    message = _("Bản nháp này chưa được trình công bố, hoặc vừa được sửa lại sau khi trình.")


class OwnWriting(DomainError):
    """Whoever wrote a version, or asked for it, does not agree to it himself."""

    code = "procedures.own_writing"
    message = _("Người soạn hoặc người trình không tự duyệt. Cần một quản trị viên khác duyệt.")


class NotTheKeeper(NotAllowed):
    """What holds for every agency is for administrators of the agency that runs the node."""

    code = "procedures.not_the_keeper"
    message = _(
        "Việc này có hiệu lực với mọi cơ quan, nên chỉ quản trị viên của cơ quan điều hành hệ thống"
        " làm được. Anh/chị có thể soạn bản nháp rồi trình."
    )


class SameHand(DomainError):
    """An administrator whom the writer posted lately does not count as a second person."""

    code = "procedures.same_hand"
    message = _(
        "Quyền quản trị do chính người soạn hoặc người trình giao (hoặc do cùng một người giao)"
        " chưa đủ 30 ngày thì chưa được duyệt. Cần một quản trị viên khác."
    )


class AskerGone(DomainError):
    """Who asked is no administrator any more; somebody who is asks again."""

    code = "procedures.asker_gone"
    message = _("Người trình không còn là quản trị viên. Hãy trả lại bản nháp rồi trình lại.")


class NotAWriter(DomainError):
    """A draft is thrown away by who began it; others only saved in it."""

    code = "procedures.not_a_writer"
    message = _(
        "Bản nháp này do người khác bắt đầu. Chỉ người ấy xóa được, hoặc quản trị viên của cơ quan"
        " điều hành hệ thống khi đã 30 ngày không ai viết."
    )


class WrittenByHand(DomainError):
    """A draft that is not just what the national record gives goes the workshop's way."""

    code = "procedures.written_by_hand"
    message = _(
        "Bản nháp này khác với dữ liệu quốc gia vì đã có người sửa hoặc trình."
        " Hãy trình và duyệt ở Xưởng thủ tục."
    )


class OwnSettling(DomainError):
    """Whoever said what holds at a flag does not let it hold himself."""

    code = "procedures.own_settling"
    message = _(
        "Thay đổi này có giá trị do chính anh/chị xác định. Cần một quản trị viên khác công bố."
    )


class VersionInUse(DomainError):
    """A version that dossiers, drafts or offerings stand on is not taken back."""

    code = "procedures.version_in_use"
    message = _("Đã có hồ sơ, bản nháp hồ sơ hoặc cơ quan dùng phiên bản này, không hủy được nữa.")


class LimitUnsettled(DomainError):
    """The source left the time limit unclear; details['channels'] are the ways it must be given."""

    code = "procedures.limit_unsettled"
    status = 422
    message = _("Thời hạn giải quyết chưa rõ. Hãy xác định thời hạn trước khi mở.")


class ChangeWaits(DomainError):
    """The record changed, and nobody has let the change hold yet."""

    code = "procedures.change_waits"
    message = _("Thủ tục này có thay đổi đang chờ. Hãy xem và công bố thay đổi đó trước.")


class PhraseNotOfWords(DomainError):
    """An everyday phrase has one to six words, more where it stands for procedures alone."""

    code = "procedures.phrase_not_of_words"
    status = 422
    message = _(
        "Lời thường gồm một đến sáu từ (cả câu nếu chỉ ứng với mã thủ tục), và phải có lời chính"
        " thức hoặc mã đi kèm."
    )


class OfficialWordsUnknown(DomainError):
    """No procedure has these words; details['words'] are they."""

    code = "procedures.official_words_unknown"
    status = 422
    message = _("Không thủ tục nào có các từ: %(words)s. Hãy chép đúng lời trong tên thủ tục.")


class OfficialCodesUnknown(DomainError):
    """No procedure of the node has these codes; details['codes'] are they."""

    code = "procedures.official_codes_unknown"
    status = 422
    message = _("Cổng này không có thủ tục mang mã: %(codes)s.")


class SynonymUnknown(NotFound):
    """There is no such phrase in the table."""

    code = "procedures.synonym_unknown"
    message = _("Không có lời này trong bảng.")
