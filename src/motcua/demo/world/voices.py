"""What people of the made-up ward said: feedback and calls for help, each in another state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from motcua.demo.accounts import account_of
from motcua.demo.history.cast import casts
from motcua.demo.history.effects import at_once, nobody_is_told
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.clock import ZONE, civil_date
from motcua.voice.actions import handling, publishing
from motcua.voice.actions.escalating import escalate_late
from motcua.voice.actions.giving import FeedbackFacts, give_feedback
from motcua.voice.actions.helping import HelpFacts, ask_for_help, finish_request, take_request
from motcua.voice.actions.rating import release_ratings
from motcua.voice.enums import FeedbackKind, HelpChannel, Topic
from motcua.voice.models import Feedback, HelpRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from motcua.demo.history.cast import Cast

_SOMEBODY = Actor(kind="citizen")
_R, _P = FeedbackKind.REMARK, FeedbackKind.PROPOSAL
_CALL, _MESSAGE, _DESK = HelpChannel.CALL, HelpChannel.MESSAGE, HelpChannel.COUNTER


@dataclass(frozen=True, slots=True)
class Said:
    """Feedback: how many days ago, what, how far it got, and what was answered."""

    back: int
    kind: FeedbackKind
    topic: Topic
    subject: str
    text: str
    until: str
    answer: str = ""


_SAID = (
    Said(0, _R, Topic.DELAY, "Chờ lâu ở quầy số 2", "Sáng nay tôi chờ gần hai giờ.", "received"),
    Said(
        1,
        _P,
        Topic.PROCEDURE,
        "Bớt bản sao giấy khai sinh",
        "Dữ liệu đã có thì xin đừng bắt nộp bản sao nữa.",
        "anonymous",
    ),
    Said(
        2,
        _R,
        Topic.SYSTEM,
        "Trang không nhận ảnh chụp",
        "Tôi gửi ảnh từ điện thoại ba lần đều báo lỗi.",
        "received",
    ),
    Said(
        3,
        _R,
        Topic.DELAY,
        "Hẹn trả rồi mà chưa có",
        "Giấy hẹn ghi hôm qua, tới nơi được bảo chờ thêm.",
        "routed",
    ),
    Said(
        5,
        _R,
        Topic.CONDUCT,
        "Nói chuyện thiếu tôn trọng",
        "Khi tôi hỏi lại về lệ phí thì bị nói nặng lời.",
        "routed",
    ),
    Said(
        6,
        _P,
        Topic.OTHER,
        "Mở cửa sáng thứ Bảy",
        "Người đi làm khó tới trong tuần, mong mở một buổi.",
        "drafted",
        "Phường sẽ thử mở quầy sáng thứ Bảy trong quý tới.",
    ),
    Said(
        8,
        _R,
        Topic.PROCEDURE,
        "Bảng lệ phí khó đọc",
        "Bảng dán tường chữ nhỏ quá, người già không đọc được.",
        "drafted",
        "Đã in lại bảng khổ lớn, đặt ngang tầm mắt.",
    ),
    Said(
        14,
        _R,
        Topic.DELAY,
        "Ít quầy vào đầu tuần",
        "Thứ Hai đông mà chỉ mở một quầy.",
        "answered",
        "Từ tuần này, sáng thứ Hai mở cả ba quầy.",
    ),
    Said(
        25,
        _P,
        Topic.SYSTEM,
        "Nhắn tin khi có kết quả",
        "Mong có tin nhắn để khỏi phải gọi hỏi.",
        "published",
        "Hệ thống đã gửi tin nhắn khi có kết quả; anh/chị để lại số điện thoại lúc nộp.",
    ),
    Said(
        40,
        _R,
        Topic.OTHER,
        "Thiếu chỗ để xe",
        "Vỉa hè trước trụ sở không còn chỗ để xe.",
        "published",
        "Đã dành sân sau cho người dân tới làm thủ tục, có biển chỉ.",
    ),
    Said(
        20,
        _R,
        Topic.OTHER,
        "Không đồng ý quyết định xử phạt",
        "Tôi cho rằng quyết định xử phạt là sai, đề nghị hủy.",
        "guided",
    ),
    Said(30, _R, Topic.OTHER, "…", "aaa", "declined"),
    Said(
        45,
        _R,
        Topic.DELAY,
        "Giấy xác nhận cư trú chậm",
        "Đã quá hẹn hai tuần, mong được trả lời.",
        "late",
    ),
    Said(
        12,
        _P,
        Topic.PROCEDURE,
        "Gộp hai tờ khai làm một",
        "Khai sinh và bảo hiểm y tế hỏi trùng nhiều câu.",
        "extended",
    ),
)

# Days ago, how it came, what was asked, and what was answered; nothing where nobody has yet.
_ASKED = (
    (0, _MESSAGE, "Tôi không thấy nút nộp tiền.", "", False),
    (0, _MESSAGE, "Mã xác nhận không tới điện thoại.", "", False),
    (0, _CALL, "Không biết chọn cơ quan nào để đăng ký khai sinh.", "", True),
    (1, _MESSAGE, "Ảnh giấy chứng sinh báo quá lớn.", "", False),
    (1, _CALL, "Điền nhầm ngày sinh của con, sửa ở đâu?", "", True),
    (3, _MESSAGE, "Hồ sơ báo chờ bổ sung là sao?", "", False),
    (2, _CALL, "Quên mật khẩu.", "Đã chỉ nút “Quên mật khẩu” và thư gửi về.", True),
    (4, _DESK, "Người già không dùng điện thoại.", "Đã hẹn tới quầy để được nộp giúp.", True),
    (6, _CALL, "Trả tiền rồi mà chưa thấy.", "Ngân hàng báo sau 10 phút, đã thấy.", True),
    (9, _MESSAGE, "Có cần bản gốc không?", "Chỉ đối chiếu khi tới nhận kết quả.", True),
    (15, _CALL, "Muốn nộp thay mẹ.", "Đã chỉ cách nộp thay và xin mẹ đồng ý.", True),
    (22, _CALL, "Không tra cứu được.", "Dùng 4 số cuối của người nộp, đã xem được.", True),
)


def let_people_speak(now: datetime) -> None:
    """Let people of the stage's ward say something, and release the year's ratings by weeks.

    A second call changes nothing.
    """
    for weeks in range(52, -1, -1):
        release_ratings(actor=SYSTEM, now=now - timedelta(weeks=weeks))
    if Feedback.objects.exists() or HelpRequest.objects.exists():
        return
    receptionist = account_of("receptionist")
    official = receptionist.official if receptionist else None
    if official is None:
        return
    speak_in(next(cast for cast in casts(now) if cast.agency.pk == official.agency_id), now)


def speak_in(ward: Cast, now: datetime) -> None:
    """Let people of a ward say something, and its officials answer some of it."""
    with nobody_is_told():
        for number, said in enumerate(_SAID):
            _say(ward, said, number, now)
        for back, channel, text, answer, is_taken in _ASKED:
            _ask(ward, (channel, text, answer), _at(now, back), is_taken=is_taken)
        with at_once(ward.agency.pk, now):
            escalate_late(actor=SYSTEM, now=now)


def _say(ward: Cast, said: Said, number: int, now: datetime) -> None:
    moments = _moments(now, said.back)
    facts = FeedbackFacts(
        agency_id=ward.agency.pk,
        kind=said.kind,
        topic=said.topic,
        subject=said.subject,
        text=said.text,
        name="" if said.until == "anonymous" else "Người dân hư cấu",
        phone="" if said.until == "anonymous" else f"09000010{number:02}",
        is_anonymous=said.until == "anonymous",
    )
    at = next(moments)
    with at_once(ward.agency.pk, at):
        row = give_feedback(actor=_SOMEBODY, facts=facts, now=at)
        Feedback.objects.filter(pk=row.pk).update(is_invented=True)
    if said.until not in {"received", "anonymous"}:
        _handle(ward, said, row.public_id, moments)


def _handle(ward: Cast, said: Said, public_id: UUID, moments: Iterator[datetime]) -> None:
    """Let officials handle feedback as far as it is said to have got."""
    by = ward.officials
    if said.until == "guided":
        text = "Anh/chị gửi đơn khiếu nại tới người đã ra quyết định, trong 90 ngày."
        _do(ward, moments, handling.guide, by["receptionist"], public_id, text=text)
        return
    unit = _unit_of(by["specialist"])
    _do(ward, moments, handling.route, by["receptionist"], public_id, unit_id=unit)
    if said.until == "declined":
        reason = "Không có nội dung để xử lý."
        _do(ward, moments, handling.decline, by["head"], public_id, reason=reason)
    elif said.until == "extended":
        reason = "Cần hỏi ý kiến cơ quan bảo hiểm xã hội."
        _do(ward, moments, handling.extend, by["head"], public_id, reason=reason)
    elif said.answer:
        _answer(ward, said, public_id, moments)


def _answer(ward: Cast, said: Said, public_id: UUID, moments: Iterator[datetime]) -> None:
    by = ward.officials
    _do(ward, moments, handling.draft_answer, by["specialist"], public_id, text=said.answer)
    if said.until == "drafted":
        return
    _do(ward, moments, handling.approve, by["head"], public_id)
    words = {"question": said.text, "answer": said.answer}
    _do(ward, moments, publishing.propose_publication, by["specialist"], public_id, **words)
    if said.until == "published":
        _do(ward, moments, publishing.publish, by["head"], public_id)


def _do(
    ward: Cast,
    moments: Iterator[datetime],
    act: object,
    actor: Actor,
    public_id: UUID,
    **more: object,
) -> None:
    at = next(moments)
    assert callable(act)
    with at_once(ward.agency.pk, at):
        act(actor=actor, public_id=public_id, now=at, **more)


def _ask(ward: Cast, asked: tuple[HelpChannel, str, str], at: datetime, *, is_taken: bool) -> None:
    channel, text, answer = asked
    helper = ward.officials["receptionist"]
    facts = HelpFacts(ward.agency.pk, channel, text, "Người dân hư cấu", "0900001099")
    with at_once(ward.agency.pk, at):
        asker = _SOMEBODY if channel == HelpChannel.MESSAGE else helper
        row = ask_for_help(actor=asker, facts=facts, now=at)
        HelpRequest.objects.filter(pk=row.pk).update(is_invented=True)
        if is_taken:
            take_request(actor=helper, public_id=row.public_id, now=at)
        if answer:
            later = at + timedelta(minutes=12)
            finish_request(actor=helper, public_id=row.public_id, answer=answer, now=later)


def _unit_of(actor: Actor) -> int:
    (path, *_others) = (power.unit_path for power in actor.powers if power.role == "specialist")
    return int(path.rstrip("/").rpartition("/")[2])


def _at(now: datetime, back: int) -> datetime:
    """Give a morning some days ago; never after now."""
    morning = datetime.combine(civil_date(now) - timedelta(days=back), time(8, 20), ZONE)
    return min(morning, now)


def _moments(now: datetime, back: int) -> Iterator[datetime]:
    """Give one moment after another from a morning on, a few hours apart, none after now."""
    at = _at(now, back)
    while True:
        yield min(at, now)
        at += timedelta(hours=5)
