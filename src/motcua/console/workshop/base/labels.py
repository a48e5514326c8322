"""The words of the workshop: what each part of a pack is called, and what to write there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise


class Words(NamedTuple):
    """A label and one sentence below it."""

    label: str | _StrPromise
    hint: str | _StrPromise = ""


_CODE = _("Chữ thường không dấu, chữ số và gạch nối. Ví dụ: giay-dang-ky")
_BASIS = _("Số, ký hiệu văn bản và điều, khoản. Ví dụ: Nghị định 123/2015/NĐ-CP, Điều 10")
_WHEN = _("Để trống là luôn luôn.")
_DAY = _("Ví dụ: 20/11/2026")

# By `Model.field`, else by `.field`.
WORDS: Mapping[str, Words] = {
    ".code": Words(_("Mã"), _CODE),
    ".name": Words(_("Tên")),
    ".title": Words(_("Tiêu đề")),
    ".help": Words(_("Giải thích thêm"), _("Dài hơn gợi ý; người dân bấm mở ra mới thấy.")),
    ".hint": Words(_("Gợi ý"), _("Một câu luôn hiện dưới câu hỏi.")),
    ".basis": Words(_("Căn cứ"), _BASIS),
    ".mark": Words(_("Đã đối chiếu văn bản chưa?")),
    ".source": Words(_("Đã xem ở đâu"), _("Văn bản hoặc trang đã đọc.")),
    ".when": Words(_("Điều kiện"), _WHEN),
    ".valid_from": Words(_("Có hiệu lực từ ngày"), _DAY),
    ".valid_to": Words(_("Hết hiệu lực từ ngày"), _("Để trống nếu chưa có ngày hết hiệu lực.")),
    ".issued_on": Words(_("Ngày ban hành"), _DAY),
    ".confirmed": Words(_("Đã đối chiếu với văn bản gốc?")),
    ".note": Words(_("Ghi chú của nguồn")),
    ".steps": Words(_("Các bước")),
    ".min": Words(_("Ít nhất")),
    ".max": Words(_("Nhiều nhất")),
    ".types": Words(_("Loại được nhận")),
    ".max_mb": Words(_("Mỗi tệp không quá (MB)")),
    ".suffix": Words(_("Đơn vị viết sau ô"), _("Ví dụ: m²")),
    ".look": Words(_("Cách hiện")),
    ".kind": Words(_("Loại")),
    # the procedure
    "Pack.code": Words(_("Mã thủ tục"), _("Theo Cơ sở dữ liệu quốc gia. Ví dụ: 1.001193")),
    "Pack.name": Words(_("Tên thủ tục")),
    "Pack.summary": Words(
        _("Một câu giới thiệu"), _("Người dân đọc câu này đầu tiên, ngay dưới tên thủ tục.")
    ),
    "Pack.keywords": Words(
        _("Từ khóa"), _("Mỗi dòng một từ người dân hay gõ khi tìm thủ tục này.")
    ),
    "Pack.life_events": Words(_("Sự kiện trong đời")),
    "Pack.subjects": Words(_("Ai được đề nghị")),
    "Pack.results": Words(_("Kết quả người dân nhận")),
    "Pack.requirements": Words(_("Yêu cầu, điều kiện")),
    "Pack.legal_bases": Words(_("Căn cứ pháp lý")),
    "Pack.variants": Words(_("Trường hợp và giấy tờ")),
    "Pack.channels": Words(_("Cách nộp, thời hạn, phí")),
    "Pack.paper_notes": Words(_("Lưu ý chung về giấy tờ")),
    "Pack.form": Words(_("Biểu mẫu")),
    "Pack.process": Words(_("Quy trình")),
    "Pack.result": Words(_("Kết quả")),
    "Pack.field": Words(_("Lĩnh vực")),
    "Pack.authority": Words(_("Cơ quan giải quyết")),
    "Pack.decision": Words(_("Quyết định công bố")),
    "Pack.online": Words(_("Dịch vụ công trực tuyến")),
    "FieldOfWork.code": Words(_("Mã lĩnh vực"), _CODE),
    "FieldOfWork.name": Words(_("Tên lĩnh vực")),
    "Authority.level": Words(_("Cấp giải quyết")),
    "Authority.agency_kind": Words(_("Loại cơ quan")),
    "Authority.name": Words(_("Tên cơ quan giải quyết")),
    "Authority.deciding": Words(_("Cơ quan có thẩm quyền quyết định")),
    "Authority.coordinating": Words(_("Cơ quan phối hợp")),
    "Decision.number": Words(_("Số quyết định công bố")),
    "Decision.agency": Words(_("Cơ quan công bố")),
    "Online.level": Words(_("Mức dự kiến"), _("Từ 1 đến 4; mức thật được máy tính lại.")),
    "Online.partly_because": Words(
        _("Lý do chỉ trực tuyến một phần"), _("Được công bố; để trống nếu toàn trình.")
    ),
    "Online.exchange": Words(_("Trao đổi, bổ sung trên mạng?")),
    "Online.result_online": Words(_("Trả kết quả trên mạng?")),
    "Requirement.text": Words(_("Yêu cầu")),
    "LegalBasis.number": Words(_("Số, ký hiệu"), _("Ví dụ: 123/2015/NĐ-CP")),
    "LegalBasis.title": Words(_("Trích yếu")),
    "LegalBasis.kind": Words(_("Loại văn bản")),
    "LegalBasis.year": Words(_("Năm")),
    "LegalBasis.articles": Words(_("Điều, khoản áp dụng")),
    "LegalBasis.articles_mark": Words(_("Điều, khoản đã đối chiếu chưa?")),
    # papers
    "Variant.name": Words(_("Tên trường hợp")),
    "Variant.when": Words(
        _("Áp dụng khi"), _("Trường hợp đầu tiên đúng được dùng. Để trống là luôn luôn.")
    ),
    "Variant.papers": Words(_("Giấy tờ phải nộp")),
    "Variant.steps": Words(_("Trình tự, nói với người dân")),
    "Paper.name": Words(_("Tên giấy tờ")),
    "Paper.originals": Words(_("Số bản chính")),
    "Paper.copies": Words(_("Số bản sao")),
    "Paper.needed": Words(_("Bắt buộc nộp?")),
    "Paper.when": Words(_("Chỉ phải nộp khi"), _WHEN),
    "Paper.one_of": Words(
        _("Nhóm thay thế nhau"), _("Các giấy tờ cùng nhóm: nộp một trong số đó là đủ.")
    ),
    "Paper.is_shown": Words(_("Chỉ xuất trình, không nộp?")),
    "Paper.channels": Words(_("Chỉ khi nộp theo cách"), _("Không chọn là mọi cách.")),
    "Paper.max_files": Words(_("Số tệp nhiều nhất")),
    "Paper.may_be_data": Words(_("Cơ sở dữ liệu thay được giấy này")),
    "DataSource.name": Words(_("Tên cơ sở dữ liệu")),
    # ways, limits, fees
    "ChannelSpec.channel": Words(_("Cách nộp")),
    "ChannelSpec.limits": Words(_("Thời hạn giải quyết")),
    "ChannelSpec.fees": Words(_("Phí, lệ phí")),
    "ChannelSpec.limit_unclear": Words(_("Thời hạn trong nguồn chưa rõ?")),
    "ChannelSpec.fees_unclear": Words(_("Phí trong nguồn chưa rõ?")),
    "Limit.amount": Words(_("Thời hạn")),
    "Limit.unit": Words(_("Đơn vị thời hạn")),
    "Limit.words": Words(_("Viết cho người dân"), _("Ví dụ: 7 ngày làm việc kể từ ngày nhận đủ.")),
    "Limit.when": Words(_("Áp dụng khi"), _("Dòng đầu tiên đúng được dùng.")),
    "Fee.name": Words(_("Tên khoản thu")),
    "Fee.amount": Words(
        _("Mức thu (đồng)"), _("Để trống chỉ khi địa phương quy định mức và chưa quy định.")
    ),
    "Fee.quantity": Words(
        _("Tính theo số lượng"),
        _("Công thức ra số lượng, ví dụ copies hoặc count(members). Để trống là một lần."),
    ),
    "Fee.unit": Words(_("Đơn vị tính"), _("Ví dụ: bản, m²")),
    "Fee.when": Words(_("Chỉ thu khi"), _WHEN),
    "Fee.due": Words(_("Thu khi nào")),
    "Fee.set_by": Words(_("Ai quy định mức")),
    "Fee.refundable": Words(_("Được hoàn lại?")),
    "Fee.exemptions": Words(_("Miễn, giảm")),
    "Fee.brackets": Words(
        _("Mức theo bậc"), _("Có bậc thì mức của bậc chứa số lượng được dùng thay mức thu.")
    ),
    "Fee.reductions": Words(_("Giảm khi nộp trực tuyến")),
    "Bracket.up_to": Words(_("Đến số lượng"), _("Để trống ở bậc cuối.")),
    "Bracket.amount": Words(_("Mức (đồng)")),
    "Bracket.each": Words(_("Nhân với số lượng?")),
    "Reduction.percent": Words(_("Còn phải nộp (%)")),
    "Exemption.name": Words(_("Ai được miễn, giảm")),
    "Exemption.when": Words(_("Áp dụng khi"), _("Để trống là do cán bộ quyết định.")),
    "Exemption.percent": Words(_("Còn phải nộp (%)"), _("0 là miễn hẳn.")),
    "Exemption.proof": Words(
        _("Giấy tờ phải có để được miễn, giảm"),
        _("Giấy tờ của hồ sơ mà cán bộ xem khi tiếp nhận. Để trống thì câu trả lời là đủ."),
    ),
    # the form
    "FormSpec.title": Words(_("Tên biểu mẫu")),
    "FormSpec.statutory": Words(_("Mẫu do văn bản quy định")),
    "FormSpec.pages": Words(_("Các phần")),
    "FormSpec.checks": Words(_("Kiểm tra chéo")),
    "FormSpec.gist": Words(
        _("Trích yếu hồ sơ"),
        _("Cán bộ thấy trong danh sách và tìm được theo lời. Không chọn điều gì về nhân thân."),
    ),
    "StatutoryForm.citation": Words(_("Ban hành kèm theo"), _BASIS),
    "StatutoryForm.items": Words(_("Các mục của mẫu")),
    "StatutoryItem.no": Words(_("Mục số")),
    "StatutoryItem.name": Words(_("Tên mục")),
    "StatutoryItem.covered_by": Words(_("Ai điền")),
    "Page.title": Words(_("Tiêu đề phần")),
    "Page.intro": Words(_("Lời dẫn")),
    "Page.when": Words(_("Chỉ hiện khi"), _WHEN),
    "Page.questions": Words(_("Câu hỏi")),
    "Check.at": Words(_("Báo lỗi ở câu"), _("Mã câu hỏi.")),
    "Check.must": Words(_("Phải đúng"), _("Sai thì hồ sơ chưa nộp được.")),
    "Check.when": Words(_("Chỉ kiểm tra khi"), _WHEN),
    "Check.each": Words(_("Với mỗi dòng của"), _("Mã câu hỏi lặp; để trống là cả biểu mẫu.")),
    "Check.message": Words(_("Câu báo lỗi")),
    ".key": Words(_("Mã câu hỏi"), _("Chữ thường không dấu, chữ số, gạch dưới. Ví dụ: full_name")),
    ".label": Words(_("Câu hỏi")),
    ".required": Words(_("Bắt buộc trả lời?")),
    ".items": Words(_("Mục của mẫu"), _("Mỗi dòng một số mục của mẫu do văn bản quy định.")),
    ".prefill": Words(
        _("Điền sẵn từ"), _("Nơi có sẵn câu trả lời. Ví dụ: person.full_name, person.address")
    ),
    ".prefill_when": Words(_("Chỉ điền sẵn khi"), _WHEN),
    ".missing": Words(_("Câu nhắc khi bỏ trống")),
    ".refused": Words(_("Câu nhắc khi trả lời sai loại")),
    ".examples": Words(_("Câu trả lời ví dụ"), _("Mỗi dòng một ví dụ đúng.")),
    ".questions": Words(_("Câu hỏi bên trong")),
    "GroupQuestion.item_label": Words(_("Tên mỗi dòng"), _("Ví dụ: Thành viên")),
    "GroupQuestion.add_label": Words(_("Chữ trên nút thêm"), _("Ví dụ: Thêm thành viên")),
    ".max_length": Words(_("Dài nhất (ký tự)")),
    ".pattern": Words(_("Mẫu ký tự"), _("Biểu thức chính quy; để trống nếu không cần.")),
    ".pattern_message": Words(_("Câu nhắc khi sai mẫu ký tự")),
    ".earliest": Words(_("Sớm nhất"), _("Ví dụ: 1900-01-01, today, today-18y")),
    ".latest": Words(_("Muộn nhất"), _("Ví dụ: today, today+30d")),
    ".options": Words(_("Các lựa chọn")),
    ".list": Words(_("Danh mục dùng chung"), _("Ví dụ: countries, ethnicities")),
    ".born": Words(_("Đối chiếu với câu hỏi ngày sinh"), _("Mã câu hỏi.")),
    ".sex": Words(_("Đối chiếu với câu hỏi giới tính"), _("Mã câu hỏi.")),
    ".era": Words(_("Địa giới theo")),
    ".asks": Words(_("Hỏi những gì")),
    ".may_omit": Words(_("Được bỏ trống")),
    ".labels": Words(_("Tên riêng của từng ô")),
    ".purpose": Words(_("Để làm gì")),
    ".words_will_do": Words(_("Được tả bằng lời?")),
    ".signs": Words(_("Ký lên"), _("form là tờ khai; hoặc mã giấy tờ.")),
    ".ways": Words(_("Cách ký được nhận")),
    "CalculatedQuestion.value": Words(_("Công thức"), _("Ví dụ: sum(rows.area)")),
    "Option.value": Words(_("Mã"), _("Chữ, số, gạch nối. Ví dụ: own")),
    "Option.label": Words(_("Lựa chọn")),
    # the process
    "Process.basis": Words(_("Căn cứ của quy trình")),
    "Process.steps": Words(_("Các bước")),
    "Step.name": Words(_("Tên bước")),
    "Step.role": Words(_("Ai làm")),
    "Step.share": Words(_("Phần thời hạn"), _("Từ 0 đến 1; cộng các bước bằng 1. Ví dụ: 0,6")),
    "Step.produces": Words(_("Phải làm ra")),
    "Step.signs": Words(_("Ký kết quả ở bước này?")),
    "Step.join": Words(_("Chờ đủ các nhánh?")),
    "Step.form": Words(_("Cán bộ điền ở bước này")),
    "Step.moves": Words(_("Đường đi tiếp"), _("Để trống là theo thứ tự các bước.")),
    "Step.unit": Words(_("Đơn vị làm")),
    "UnitRule.same_as": Words(_("Cùng đơn vị với bước")),
    "UnitRule.by": Words(_("Đơn vị theo câu trả lời")),
    "StepMove.kind": Words(_("Việc")),
    "StepMove.to": Words(_("Đến các bước")),
    "StepMove.awaits": Words(_("Chờ người dân")),
    "StepMove.name": Words(_("Chữ trên nút")),
    # the result
    "Result.title": Words(_("Tên kết quả")),
    "Result.signed_type": Words(_("Loại dữ liệu ký"), _("Ví dụ: decision/1")),
    "Result.signer": Words(_("Chức danh người ký")),
    "Result.registry": Words(_("Sổ cấp số")),
    "Result.questions": Words(_("Cán bộ điền vào kết quả")),
    "Result.data": Words(_("Dữ liệu cho mẫu in")),
    "Result.signed": Words(_("Dữ liệu được ký kèm")),
    "Registry.name": Words(_("Tên sổ")),
    "Registry.pattern": Words(_("Cách viết số"), _("{number} là số, {year} là năm.")),
    "Taken.source": Words(
        _("Lấy từ"), _("answers.MÃ-CÂU-HỎI, official.MÃ-CÂU-HỎI, registry.number, agency.name …")
    ),
    "Taken.style": Words(_("Viết theo kiểu"), _("Ví dụ: plain, raw, date, long-date, upper, rows")),
    "Taken.fields": Words(_("Các cột")),
}


def words_of(owner: str, name: str) -> Words:
    """Give the words of a field of a model; its own name where nobody found words yet."""
    found = WORDS.get(f"{owner}.{name}") or WORDS.get(f".{name}")
    return found or Words(name.replace("_", " ").capitalize())
