"""The proof that a node comes back: filed, backed up meanwhile, destroyed, restored, counted."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import orjson
from django.db import connection

from motcua.demo.build import found_the_world
from motcua.demo.prove import filings, recount
from motcua.demo.prove.proof import Finding, Step
from motcua.demo.prove.wire import Answer, Crowd
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from motcua.demo.prove.proof import Note

_RUN = "lose"
_KEYS = f"api:%:{_RUN}-%"
_DONE = (200, 201)
_THOUGHT = 0.25
_SHIPPING_KILLED_AFTER = 0.25
_DESTROYED_AFTER = 0.85
_MOMENT_AFTER = 0.5
_ALLOWED = 60.0
_SECONDS_TO_BACK_UP = 300.0
_AT_ONE_MOMENT = 2.0


class Node(Protocol):
    """A node that is backed up, can be destroyed and is restored."""

    @property
    def port(self) -> int:
        """Give the port of its pages."""

    def is_backed_up(self) -> bool:
        """Say whether a whole base lies at the place."""

    def kill_shipping(self) -> None:
        """Send SIGKILL to what ships its backups."""

    def destroy(self) -> None:
        """Kill all its processes with SIGKILL and delete its data."""

    def restore(self, to: datetime | None) -> tuple[float, bool]:
        """Restore it; give the seconds until its pages answer, and whether it is intact."""

    def told_at(self, to: datetime, note: Note) -> set[str]:
        """Restore a moment elsewhere; give the public ids of the dossiers there."""


@dataclass(slots=True)
class _Told:
    """What the clients heard: public id, code and when, by this machine's clock."""

    rows: list[tuple[str, str, float]] = field(default_factory=list)
    destroyed_at: float = 0.0
    moment: datetime | None = None


class Losing:
    """One proof on one node; each step gives what it found."""

    def __init__(self, node: Node, *, dossiers: int, clients: int) -> None:
        """Prepare to file so many dossiers from so many clients."""
        self._node, self._total, self._clients = node, dossiers, clients
        self._people: list[filings.Filer] = []
        self._told = _Told()
        self.figures: dict[str, float] = {}

    def steps(self) -> Iterator[Step]:
        """Give the steps in order."""
        yield Step("Người, cơ quan, giấy tờ", "People, agencies, papers", self.build)
        yield Step("Bản gốc đầu tiên", "The first base", self.wait_for_base)
        yield Step("Nộp hồ sơ, rồi hủy cả nút", "Filing, then destroying the node", self.file)
        yield Step("Khôi phục tới lúc cuối", "Restoring the end", self.restore)
        yield Step("Đếm lại", "Recount", self.recount)
        yield Step("Khôi phục tới một thời điểm", "Restoring a moment", self.moment)

    def build(self, _note: Note) -> list[Finding]:
        """Build the made-up world without its history, and send papers ahead."""
        found_the_world()
        self._people = filings.with_uploads(self._node.port, filings.filers(self._clients))
        return []

    def wait_for_base(self, note: Note) -> list[Finding]:
        """Wait until what ships backups has made its first base."""
        deadline = time.monotonic() + _SECONDS_TO_BACK_UP
        while not self._node.is_backed_up() and time.monotonic() < deadline:
            note(f"{deadline - time.monotonic():.0f}")
            time.sleep(1)
        return []

    def file(self, note: Note) -> list[Finding]:
        """File over HTTP; destroy the node while people go on filing."""
        patterns = filings.patterns(seed=clock.now().day)
        step = self._clients
        requests = [
            filings.requests_of(filer, patterns, _RUN, iter(range(place, self._total, step)))
            for place, filer in enumerate(self._people)
        ]
        told, is_killed = self._told, False

        def listen(answer: Answer) -> None:
            nonlocal is_killed
            if answer.status in _DONE:
                read = orjson.loads(answer.body)
                told.rows.append((read["id"], read["code"], time.time()))
            count = len(told.rows)
            if not is_killed and count >= _SHIPPING_KILLED_AFTER * self._total:
                is_killed = True
                self._node.kill_shipping()
            note(f"{count}/{self._total}")
            if told.moment is None and count >= _MOMENT_AFTER * self._total:
                told.moment = clock.system_now()
            if not told.destroyed_at and count >= _DESTROYED_AFTER * self._total:
                told.destroyed_at = time.time()
                self._node.destroy()

        connection.close()
        seconds = Crowd(self._node.port, requests, listen, think=lambda: _THOUGHT).run()
        return [
            Finding(
                f"{len(told.rows)} hồ sơ được xác nhận trong {seconds:.0f} giây trước khi hủy",
                f"{len(told.rows)} dossiers acknowledged in {seconds:.0f} s before the end",
                holds=bool(told.destroyed_at),
            )
        ]

    def restore(self, _note: Note) -> list[Finding]:
        """Restore the end of the backups and start the node."""
        seconds, is_intact = self._node.restore(None)
        self.figures["seconds"] = round(seconds, 1)
        return [
            Finding(
                f"trang trả lời lại sau {seconds:.0f} giây; tệp, chữ ký, nhật ký, sổ cái: "
                f"{'nguyên vẹn' if is_intact else 'KHÔNG nguyên vẹn'}",
                f"pages answer after {seconds:.0f} s; files, signatures, log, ledger: "
                f"{'whole' if is_intact else 'NOT whole'}",
                holds=is_intact,
            )
        ]

    def recount(self, _note: Note) -> list[Finding]:
        """Compare the restored tables with what was acknowledged, and when."""
        told = self._told.rows
        there = recount.public_ids(_KEYS)
        lost = [when for one, _, when in told if one not in there]
        age = self._told.destroyed_at - min(lost, default=self._told.destroyed_at)
        late = sum(self._told.destroyed_at - when > _ALLOWED for when in lost)
        partial, codes = recount.incomplete(_KEYS, filings.PAPERS), recount.codes()
        wrong = partial + codes.gaps
        self.figures |= {"tried": len(told), "lost": late, "doubled": codes.doubles, "wrong": wrong}
        self.figures["seconds_lost"] = round(age, 1)
        return [
            Finding(
                f"mất {len(lost)} hồ sơ của {age:.1f} giây cuối, {late} cũ hơn một phút",
                f"{len(lost)} dossiers of the last {age:.1f} s lost, {late} older than a minute",
                holds=late == 0,
            ),
            Finding(
                f"{partial} hồ sơ dở dang; mã: {codes.gaps} trống, {codes.doubles} trùng",
                f"{partial} half dossiers; codes: {codes.gaps} gaps, {codes.doubles} doubles",
                holds=wrong == codes.doubles == 0,
            ),
        ]

    def moment(self, note: Note) -> list[Finding]:
        """Restore a moment in the middle; everything before is there and nothing after."""
        moment = self._told.moment
        assert moment is not None
        there = self._node.told_at(moment, note)
        at = moment.timestamp()
        missing = sum(one not in there for one, _, when in self._told.rows if when < at)
        late = sum(one in there for one, _, when in self._told.rows if when > at + _AT_ONE_MOMENT)
        self.figures["lost"] = self.figures.get("lost", 0) + missing
        self.figures["wrong"] = self.figures.get("wrong", 0) + late
        return [
            Finding(
                f"{len(there)} hồ sơ; {missing} thiếu từ trước lúc ấy, {late} từ sau lúc ấy",
                f"{len(there)} dossiers; {missing} missing from before, {late} there from after",
                holds=missing == late == 0,
            )
        ]

    def close(self) -> None:
        """Let go of the database."""
        connection.close()
