"""What each check says when it finds something, in both languages, by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = str | dict[str, str]
"""What is told of one finding: in each language, or a reason that only machines word."""


def both(vi: str, en: str) -> dict[str, str]:
    """Give a text in both languages."""
    return {"vi": vi, "en": en}


SENTENCES: Mapping[str, Mapping[str, str]] = {
    "condition": {
        "vi": "Điều kiện chưa đúng.",
        "en": "The condition is not right.",
    },
    "unknown-field": {
        "vi": "Điều kiện nói đến câu hỏi không có.",
        "en": "The condition speaks of a question there is not.",
    },
    "language": {
        "vi": "Thiếu bản dịch.",
        "en": "A translation is missing.",
    },
    "basis": {
        "vi": "Khoản thu chưa có căn cứ pháp lý.",
        "en": "The fee has no legal basis.",
    },
    "proof": {
        "vi": "Giấy tờ chứng minh diện miễn, giảm không được hỏi.",
        "en": "The paper that proves an exemption is not asked for.",
    },
    "unconfirmed": {
        "vi": "Mức thu chờ đối chiếu.",
        "en": "The amount awaits confirmation.",
    },
    "days": {
        "vi": "Ngày hết hiệu lực trước ngày bắt đầu.",
        "en": "It ends before it begins.",
    },
    "brackets": {
        "vi": "Các bậc của khoản thu chưa đúng.",
        "en": "The brackets of the fee are not right.",
    },
    "charged-twice": {
        "vi": "Một khoản bị thu hai lần.",
        "en": "One fee would be charged twice.",
    },
    "unsettled": {
        "vi": "Nguồn nói chưa rõ, cần làm rõ.",
        "en": "The source is not clear and has to be settled.",
    },
    "limit": {
        "vi": "Cách nộp chưa có thời hạn.",
        "en": "The way of filing has no time limit.",
    },
    "recalled": {
        "vi": "Còn điều theo trí nhớ, chờ đối chiếu.",
        "en": "Something remembered awaits confirmation.",
    },
    "source": {
        "vi": "Dữ liệu của mẫu in lấy từ nơi không có.",
        "en": "A datum of the print is taken from nowhere.",
    },
    "contradiction": {
        "vi": "Biểu mẫu tự mâu thuẫn, hoặc mẫu ký tự thiếu ví dụ.",
        "en": "The form contradicts itself, or a pattern lacks examples.",
    },
    "unreachable": {
        "vi": "Có nhánh không bao giờ tới.",
        "en": "A branch is never reached.",
    },
    "template": {
        "vi": "Mẫu in kết quả có lỗi.",
        "en": "The template of the result has an error.",
    },
    "blank": {
        "vi": "Mẫu in kết quả có lỗi khi còn thiếu dữ liệu.",
        "en": "The template of the result fails while data are missing.",
    },
    "print": {
        "vi": "Không in được biểu mẫu.",
        "en": "The form cannot be printed.",
    },
    "doubled": {
        "vi": "Mã bị trùng.",
        "en": "Two have one code.",
    },
    "key": {
        "vi": "Mã câu hỏi bị trùng.",
        "en": "Two questions have one code.",
    },
    "item": {
        "vi": "Mẫu quy định không có mục này.",
        "en": "The statutory form has no such item.",
    },
    "unasked": {
        "vi": "Mục của mẫu quy định chưa được hỏi.",
        "en": "An item of the statutory form is not asked.",
    },
    "citation": {
        "vi": "Câu hỏi chưa nêu mục của mẫu hay căn cứ.",
        "en": "The question cites neither an item of the form nor a law.",
    },
    "mark": {
        "vi": "Chưa ghi câu hỏi đã đối chiếu hay theo trí nhớ.",
        "en": "It is not said whether the question was checked or remembered.",
    },
    "order": {
        "vi": "Điều kiện nói đến câu hỏi đứng sau.",
        "en": "The condition speaks of a question that comes later.",
    },
    "check": {
        "vi": "Kiểm tra chéo nói đến câu hỏi không có.",
        "en": "The cross-check speaks of a question there is not.",
    },
    "number": {
        "vi": "Số định danh đối chiếu với câu hỏi không đứng cạnh.",
        "en": "The personal number is held against a question that is not beside it.",
    },
    "answer": {
        "vi": "Điều kiện so với lựa chọn không có.",
        "en": "The condition compares with an answer there is not.",
    },
    "pattern": {
        "vi": "Mẫu ký tự cần câu nhắc và ví dụ.",
        "en": "The pattern needs its sentence and examples.",
    },
    "registry": {
        "vi": "Cơ sở dữ liệu có thể thay giấy tờ này.",
        "en": "A registry could replace this paper.",
    },
    "unknown-step": {
        "vi": "Đường đi đến bước không có.",
        "en": "A move leads to a step there is not.",
    },
    "shares": {
        "vi": "Phần thời hạn của các bước chưa cộng thành 1.",
        "en": "The shares of the steps do not sum to 1.",
    },
    "signature": {
        "vi": "Cần đúng một bước ký kết quả.",
        "en": "Exactly one step signs the result.",
    },
    "product": {
        "vi": "Chưa bước nào làm ra thứ bắt buộc.",
        "en": "No step makes what must be made.",
    },
    "no-end": {
        "vi": "Từ bước này không đi đến cuối.",
        "en": "No way leads from this step to the end.",
    },
    "loop": {
        "vi": "Bước dẫn về chính nó.",
        "en": "The step leads to itself.",
    },
    "to-receipt": {
        "vi": "Không trả về bước tiếp nhận được.",
        "en": "Nothing is sent back to receipt.",
    },
    "to-itself": {
        "vi": "Bước chuyển về chính nó.",
        "en": "The step moves to itself.",
    },
    "no-way": {
        "vi": "Đường chuyển tiếp cuối cùng phải không có điều kiện.",
        "en": "The last move forward must have no condition.",
    },
    "never-taken": {
        "vi": "Đường đi này không bao giờ được dùng.",
        "en": "This move is never taken.",
    },
    "join-without-split": {
        "vi": "Bước chờ đủ nhánh mà không có nhánh nào.",
        "en": "The step waits for branches there are not.",
    },
    "branches": {
        "vi": "Các nhánh song song chưa đúng.",
        "en": "The parallel branches are not right.",
    },
    "no-join": {
        "vi": "Các nhánh song song không gặp lại.",
        "en": "The parallel branches do not meet again.",
    },
    "signs-apart": {
        "vi": "Bước ký nằm trong một nhánh.",
        "en": "The signing step is inside a branch.",
    },
    "unit": {
        "vi": "Đơn vị lấy theo bước chưa đến.",
        "en": "The unit is taken from a step that comes later.",
    },
    "handover": {
        "vi": "Trả kết quả rồi mà quy trình còn bước.",
        "en": "The result is handed over, yet the process goes on.",
    },
    "receipt": {
        "vi": "Bước tiếp nhận chỉ tiếp nhận, một đường đi tiếp.",
        "en": "Receipt only receives, with one way onward.",
    },
    "list": {
        "vi": "Không có danh mục dùng chung này.",
        "en": "There is no such shared list.",
    },
    "law": {
        "vi": "Chưa nêu căn cứ pháp lý nào.",
        "en": "No legal text is named.",
    },
    "no-result": {
        "vi": "Chưa nêu kết quả người dân nhận.",
        "en": "What people receive is not said.",
    },
    "no-steps": {
        "vi": "Chưa kể trình tự: người dân làm gì, theo thứ tự nào.",
        "en": "The steps are not told: what people do, in which order.",
    },
    "document": {
        "vi": "Bước tiếp nhận, bước ký và bước trả kết quả không lập văn bản riêng.",
        "en": "Receipt, signature and return leave no document of their own.",
    },
    "form-untouched": {
        "vi": "Mẫu đơn chung chưa được sửa: chưa hỏi điều riêng của thủ tục này.",
        "en": "The general form is untouched: it asks nothing of this procedure.",
    },
    "process-untouched": {
        "vi": "Quy trình chung chưa được sửa.",
        "en": "The general process is untouched.",
    },
    "result-untouched": {
        "vi": "Mẫu in kết quả chung chưa được sửa.",
        "en": "The general layout of the result is untouched.",
    },
    "no-papers": {
        "vi": "Không có giấy tờ nào: đúng là người dân không phải nộp gì?",
        "en": "No paper is listed: is there really nothing to hand in?",
    },
    "law-number": {
        "vi": "Số, ký hiệu văn bản không có dạng thường gặp, như 123/2015/NĐ-CP.",
        "en": "The number of this text has no known shape, such as 123/2015/NĐ-CP.",
    },
    "quantity": {
        "vi": "Không khoản thu nào tính theo số lượng này.",
        "en": "No fee is counted by this quantity.",
    },
    "unanswerable": {
        "vi": "Viết thế này thì không trả lời câu hỏi được.",
        "en": "The question cannot be answered as it is written.",
    },
    "prefill": {
        "vi": "Không có nguồn nào điền sẵn câu này.",
        "en": "Nothing is known that could fill this in.",
    },
    "gist": {
        "vi": "Trích yếu lấy từ câu hỏi không có, hoặc câu hỏi lặp.",
        "en": "The gist takes an answer there is not, or one that is given row by row.",
    },
    "gist-personal": {
        "vi": "Trích yếu không được nêu điều gắn với nhân thân của một người.",
        "en": "The gist must not tell anything bound to a person's identity.",
    },
    "gist-kind": {
        "vi": "Loại câu này không đưa vào trích yếu được.",
        "en": "A question of this kind cannot be part of the gist.",
    },
    "shape": {
        "vi": "Gói chưa đúng cấu trúc.",
        "en": "The pack does not have the right shape.",
    },
    "kind": {
        "vi": "Bước xử lý không hỏi được loại câu này.",
        "en": "A step cannot ask for this.",
    },
}
