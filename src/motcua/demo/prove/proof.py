"""The proof, step by step: filed under kill -9, settled, counted again, verified."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

import orjson
from django.db import connection

from motcua.demo.build import found_the_world
from motcua.demo.prove import filings, paper, recount
from motcua.demo.prove.floor import straight
from motcua.demo.prove.wire import Answer, Crowd, Patience
from motcua.kernel import clock, outbox
from motcua.kernel.audit.verifying import verify
from motcua.payments.actions import hear
from motcua.payments.models import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUN = "kill"
_KEYS = f"api:%:{RUN}-%"
_PATIENCE = Patience(tries=300, pause=0.2)
_FLOOR_SECONDS = 1.0
_PAID = 25
_DONE = (200, 201)
_SECONDS_TO_SETTLE = 120.0
_SECONDS_TO_SEAL = 20.0
_FEW = 3


Note: TypeAlias = "Callable[[str], None]"
"""Hears how far a step is."""


class Node(Protocol):
    """A node that runs under its supervisor."""

    @property
    def port(self) -> int:
        """Give the port of its pages."""

    def kill(self, name: str) -> None:
        """Send SIGKILL to one of its processes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked, said in both languages, and whether it holds."""

    vi: str
    en: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the proof: its name, and what gives its findings."""

    vi: str
    en: str
    act: Callable[[Note], list[Finding]]


@dataclass(slots=True)
class Filed:
    """What the clients heard."""

    seconds: float = 0.0
    answers: list[Answer] = field(default_factory=list)
    killed: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[str, str]]:
        """Give the (public id, code) pairs that were acknowledged."""
        read = [orjson.loads(each.body) for each in self.answers if each.status in _DONE]
        return [(each["id"], each["code"]) for each in read]


class Proof:
    """One proof on one node; each step gives what it found."""

    def __init__(
        self, node: Node, url: str, *, dossiers: int, clients: int, kills: int = _FEW
    ) -> None:
        """Prepare to file so many dossiers from so many clients; `url` is the application's.

        So many times one of worker, database and web is killed while they file.
        """
        self._node = node
        self._url = url
        self._total = dossiers
        self._clients = clients
        self._people: list[filings.Filer] = []
        self._patterns: list[filings.Pattern] = []
        self._floor = 0.0
        self._filed = Filed()
        self._kills = kills_of(kills)
        self.figures: dict[str, float] = {}

    def steps(self) -> Iterator[Step]:
        """Give the steps in order."""
        total = self._total
        yield Step("Người, cơ quan, giấy tờ", "People, agencies, papers", self.build)
        yield Step("Sàn: gọi thẳng hàm SQL", "Floor: the SQL function", self.measure_floor)
        yield Step(
            f"Nộp {total} hồ sơ từ {self._clients} máy, kill -9",
            f"Filing {total} from {self._clients} clients, kill -9",
            self.file,
        )
        yield Step("Mọi việc sau khi nộp", "Effects after filing", self.settle)
        yield Step("Đếm lại", "Recount", self.recount)
        yield Step("Nhật ký kiểm toán", "Audit log", self.audit)
        yield Step("Ký một kết quả và kiểm tra", "One result signed and verified", self.sign)

    def build(self, _note: Note) -> list[Finding]:
        """Build the made-up world without its history, and send papers ahead."""
        found_the_world()
        self._patterns = filings.patterns(seed=clock.now().day)
        people = filings.filers(self._clients)
        self._people = filings.with_uploads(self._node.port, people)
        return []

    def measure_floor(self, _note: Note) -> list[Finding]:
        """Call the SQL function straight, by as many connections."""
        self._floor = straight(self._url, self._people, self._patterns, _FLOOR_SECONDS)
        return [
            Finding(
                f"sàn: {self._floor:.0f} hồ sơ/giây gọi thẳng cơ sở dữ liệu",
                f"floor: {self._floor:.0f} dossiers a second straight to the database",
            )
        ]

    def file(self, note: Note) -> list[Finding]:
        """File everything over HTTP while processes are killed; clients try again."""
        filed, total = self._filed, self._total
        requests = [
            filings.requests_of(
                filer, self._patterns, RUN, iter(range(place, total, self._clients))
            )
            for place, filer in enumerate(self._people)
        ]
        waiting = list(self._kills)

        def listen(answer: Answer) -> None:
            filed.answers.append(answer)
            if waiting and len(filed.answers) >= waiting[0][0] * total:
                name = waiting.pop(0)[1]
                self._node.kill(name)
                filed.killed.append(name)
            note(f"{len(filed.answers)}/{total}")

        filed.seconds = Crowd(self._node.port, requests, listen, _PATIENCE).run()
        connection.close()  # its server was killed
        return self._how_it_went(total)

    def _how_it_went(self, total: int) -> list[Finding]:
        filed = self._filed
        self.figures |= {"tried": total, "kills": len(filed.killed)}
        self.figures["seconds"] = round(max(each.seconds for each in filed.answers), 1)
        rate, done = total / filed.seconds, len(filed.told)
        again = sum(each.tries - 1 for each in filed.answers)
        longest = max(each.seconds for each in filed.answers)
        names = ", ".join(filed.killed)
        return [
            Finding(
                f"{done}/{total} được xác nhận; kill -9: {names}; gửi lại {again} lần, "
                f"chờ lâu nhất {longest:.1f} giây",
                f"{done} of {total} acknowledged; kill -9: {names}; {again} tries again, "
                f"longest wait {longest:.1f} s",
                holds=done == total,
            ),
            Finding(
                f"{rate:.0f} hồ sơ/giây kể cả lúc chết, bằng {rate / self._floor:.2f} sàn",
                f"{rate:.0f} dossiers a second, outages included: {rate / self._floor:.2f} of the "
                "floor",
            ),
        ]

    def settle(self, note: Note) -> list[Finding]:
        """Wait until every effect is done; then pay some orders, each word of the bank twice."""
        self._drain(note)
        now = clock.now()
        for order in Order.objects.filter(state="open").order_by("id")[:_PAID]:
            for _ in range(2):
                word = paper.paid(order.reference, order.amount)
                hear(provider="bank", word=word, body=b"{}", now=now)
        left = self._drain(note)
        return [
            Finding(
                f"hộp việc: còn {left.waiting} chờ, {left.dead} bỏ dở",
                f"outbox: {left.waiting} waiting, {left.dead} given up",
                holds=left.waiting == left.dead == 0,
            )
        ]

    def _drain(self, note: Note) -> outbox.Backlog:
        deadline = time.monotonic() + _SECONDS_TO_SETTLE
        while (left := outbox.backlog()).waiting and time.monotonic() < deadline:
            note(str(left.waiting))
            time.sleep(0.2)
        return left

    def recount(self, _note: Note) -> list[Finding]:
        """Compare the tables with what was acknowledged."""
        told = self._filed.told
        stored, untold = recount.stored(told), recount.untold(_KEYS, [one for one, _ in told])
        partial = recount.incomplete(_KEYS, filings.PAPERS)
        codes, bills = recount.codes(), recount.bills()
        entries, total = recount.ledger()
        different = len({one for one, _ in told})
        self.figures |= {
            "lost": len(told) - stored,
            "doubled": untold + codes.doubles + bills.doubled + len(told) - different,
            "wrong": partial + codes.gaps + bills.wrong + (total != 0),
        }
        return [
            Finding(
                f"{stored}/{len(told)} hồ sơ đã xác nhận có trong cơ sở dữ liệu, thừa {untold}",
                f"{stored} of {len(told)} acknowledged dossiers are there, {untold} beside them",
                holds=stored == len(told) == different and untold == 0,
            ),
            Finding(
                f"{partial} hồ sơ thiếu giấy tờ, bước, lịch sử hoặc dòng kiểm toán",
                f"{partial} dossiers lack a paper, step, move or audit row",
                holds=partial == 0,
            ),
            Finding(
                f"mã hồ sơ: {codes.gaps} số trống, {codes.doubles} số trùng trong {codes.dossiers}",
                f"codes: {codes.gaps} gaps, {codes.doubles} doubles among {codes.dossiers}",
                holds=codes.gaps == codes.doubles == 0,
            ),
            Finding(
                f"{bills.due} phiếu thu: {bills.wrong} sai hoặc thiếu, {bills.doubled} trùng",
                f"{bills.due} bills: {bills.wrong} wrong or missing, {bills.doubled} doubled",
                holds=bills.wrong == bills.doubled == 0,
            ),
            Finding(
                f"sổ cái: {entries} bút toán, tổng {total} đồng",
                f"ledger: {entries} entries, sum {total} đồng",
                holds=total == 0 and entries > 0,
            ),
        ]

    def audit(self, _note: Note) -> list[Finding]:
        """Verify the audit log once the sealer has caught up."""
        deadline = time.monotonic() + _SECONDS_TO_SEAL
        while (report := verify()).unsealed and time.monotonic() < deadline:
            time.sleep(0.5)
        size = sum(each.size for each in report.agencies)
        faults = len(report.problems)
        return [
            Finding(
                f"nhật ký kiểm toán: {size} dòng trong cây Merkle, {faults} lỗi, "
                f"{report.unsealed} chờ niêm phong",
                f"audit log: {size} rows in Merkle trees, {faults} faults, {report.unsealed} wait",
                holds=report.is_sound and report.unsealed == 0,
            )
        ]

    def sign(self, _note: Note) -> list[Finding]:
        """Sign one result; have it judged by us, with a byte flipped too, and by others."""
        now = clock.now()
        pdf = paper.signed_result(now)
        right, wrong = paper.our_verdicts(pdf, now)
        judged = paper.others_verdict(pdf)
        tool = judged.tool or "pdfsig, openssl"
        said_vi = ("hợp lệ" if judged.holds else "KHÔNG hợp lệ") if judged.tool else "không cài"
        said_en = ("valid" if judged.holds else "NOT valid") if judged.tool else "not installed"
        return [
            Finding(
                f"kết quả đã ký: {right}; sửa một byte: {wrong}",
                f"signed result: {right}; one byte flipped: {wrong}",
                holds=right == "valid" and wrong != "valid",
            ),
            Finding(
                f"{tool}: {said_vi}", f"{tool}: {said_en}", holds=judged.holds or not judged.tool
            ),
        ]

    def close(self) -> None:
        """Let go of the database."""
        connection.close()


def kills_of(number: int) -> list[tuple[float, str]]:
    """Give what is killed after which part of the dossiers: some each, evenly spread."""
    if number <= _FEW:
        return [(0.2, "worker"), (0.5, "postgres"), (0.75, "worker")][:number]
    names = ("worker", "postgres", "web")
    return [((place + 0.5) / number, names[place % len(names)]) for place in range(number)]
