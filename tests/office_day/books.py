"""The office's books after the day, each held against what the script knows.

What is expected comes from the cast (worked out by hand) and from the journal of the script. Each
function gives what does not agree, in words; an empty list is a sound book.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import Sum

from motcua.dossiers.models import Outage, Pause, StepRun, Transition
from motcua.dossiers.queries.timelines import clock_of
from motcua.dossiers.workflow import NATIONAL, NATIONAL_MOVES
from motcua.insight.actions import compare
from motcua.insight.models import Counted, DaySum, MonthSum
from motcua.kernel.audit.sealer import seal_all
from motcua.kernel.audit.verifying import verify
from motcua.kernel.clock import civil
from motcua.kernel.models import AuditLog, AuditRow
from motcua.notifications.models import Message
from motcua.payments.models import LedgerTransaction
from motcua.payments.queries import ledger_balance
from tests.office_day import clock
from tests.office_day.cast import EVERYBODY, SON_OF_HERS
from tests.office_day.doors import CITIZEN
from tests.office_day.reckoning import KINDS, differences, sums_expected

if TYPE_CHECKING:
    from tests.office_day.doors import Day


def states(day: Day) -> list[str]:
    """Hold where each dossier stands, its national code and its promise against the cast."""
    expected, found = {}, {}
    for visitor in EVERYBODY:
        dossier = day.dossier(visitor)
        expected[visitor.name] = (visitor.ends, visitor.code, visitor.channel, visitor.promised)
        due = f"{civil(dossier.due_at):%d/%m %H:%M}" if dossier.due_at else ""
        found[visitor.name] = (dossier.state, dossier.national_code, dossier.channel, due)
    return differences(expected, found)


def national_ways(day: Day) -> list[str]:
    """See that each dossier went only ways between national codes that the law lists."""
    wrong = []
    for visitor in EVERYBODY:
        acts = Transition.objects.filter(dossier=day.dossier(visitor)).order_by("at", "pk")
        # Some acts are kept in the history and move nothing.
        moves = [act for act in acts if act.from_state != act.to_state]
        codes = [NATIONAL[move.to_state] for move in moves]
        steps = set(pairwise(codes))
        wrong += [f"{visitor.name}: {step}" for step in steps - NATIONAL_MOVES]
        if codes[-1] != visitor.code:
            wrong.append(f"{visitor.name}: history ends with {codes[-1]}")
    return wrong


def audit(day: Day) -> list[str]:
    """Hold the acts in the audit log, by person, against the journal of the script."""
    names = {account.official_id: name for name, account in _officials(day).items()}
    numbers = {day.dossier(visitor).pk: visitor.name for visitor in EVERYBODY}
    found: Counter[tuple[str, str, str]] = Counter()
    rows = AuditRow.objects.filter(dossier_id__in=numbers, action__startswith="dossiers.")
    for row in rows.exclude(actor_kind="system"):
        act = row.action.removeprefix("dossiers.")
        if act in _OF_THE_ACT:
            who = names[row.official_id] if row.official_id else CITIZEN
            found[(numbers[row.dossier_id], act, who)] += 1
    return differences(day.journal, found)


_OF_THE_ACT = frozenset(
    {
        *("file_at_counter", "collect_cash", "accept", "hand_over", "refuse", "ask_supplement"),
        *("answer_supplement", "withdraw", "draft_result", "complete_step", "approve_result"),
        *("ask_payment", "stop", "hand_out", "return_result", "return_by_post", "take_up"),
    }
)


def history(day: Day) -> list[str]:
    """See that every move of the histories has its row in the audit log, by the same person."""
    numbers = [day.dossier(visitor).pk for visitor in EVERYBODY]
    moves = Transition.objects.filter(dossier__in=numbers).exclude(action="submit")
    told = Counter((m.dossier_id, m.action, m.official_id, m.account_id) for m in moves)
    rows = AuditRow.objects.filter(dossier_id__in=numbers)
    kept = Counter(
        (r.dossier_id, r.action.removeprefix("dossiers."), r.official_id, r.account_id)
        for r in rows
    )
    return [
        f"history has {key}, the log {kept[key]} of {n}"
        for key, n in told.items()
        if kept[key] != n
    ]


def behalf(day: Day) -> list[str]:
    """See that what was done for an absent colleague names both, in the steps and in the log."""
    away, names = day.house.official("head"), _names(day)
    runs = StepRun.objects.filter(behalf_id=away).select_related("dossier")
    found = Counter((_whose(day, run.dossier.code), names[run.official_id]) for run in runs)
    rows = AuditRow.objects.filter(data__behalf=away)
    kept = Counter((_numbers(day)[row.dossier_id], names[row.official_id]) for row in rows)
    return differences(day.acted_for, found) + differences(day.acted_for, kept)


def log(day: Day) -> list[str]:
    """Seal the day's acts, and prove that nobody changed, hid or smuggled in a row."""
    seal_all(now=clock.now())
    report = verify()
    sizes = {row.agency_id: row.size for row in AuditLog.objects.all()}
    counted = Counter(AuditRow.objects.values_list("agency_id", flat=True))
    problems = [str(one) for one in report.problems]
    if report.unsealed:
        problems.append(f"{report.unsealed} rows are not sealed")
    assert counted[day.house.world.ward.pk] > len(day.journal)
    return problems + differences(counted, sizes)


def register(day: Day, rows: list[dict[str, object]]) -> list[str]:
    """Hold the lines of form 06, as the workbook has them, against the cast."""
    expected, found = {}, {}
    for visitor in EVERYBODY:
        dossier = day.dossier(visitor)
        expected[day.codes[visitor.name]] = (
            visitor.name,
            str(dossier.get_state_display()),
            bool(dossier.accepted_at),
            visitor.promised,
            visitor.name in day.entered_late,
        )
    for row in rows:
        due = row["Hẹn trả"]
        found[str(row["Mã hồ sơ"])] = (
            row["Tổ chức, cá nhân"],
            row["Trạng thái"],
            row["Ngày tiếp nhận"] is not None,
            f"{due:%d/%m %H:%M}" if due else "",
            "Nhập sau sự cố" in str(row["Ghi chú"] or ""),
        )
    entries = sorted(str(row["Số vào sổ"]) for row in rows if row["Số vào sổ"])
    count = sum(1 for one in EVERYBODY if one.promised)
    wrong = differences(expected, found)
    if entries != [f"{number:02d}/2026" for number in range(1, count + 1)]:
        wrong.append(f"entries of the book: {entries}")
    return wrong


def roll_ups(day: Day) -> list[str]:
    """Hold the sums of day and month by unit, and what each dossier counts as, against the cast."""
    ward = day.house.world.ward
    units = {unit.pk: unit.code for unit in ward.units.all()}
    expected = sums_expected(day)
    counted = {unit: dict.fromkeys(KINDS, 0) for unit in expected}
    for row in Counted.objects.filter(agency_id=ward.pk, received_on=clock.DAY):
        of = counted.setdefault(units.get(row.unit_id, "?"), dict.fromkeys(KINDS, 0))
        of["received"] += 1
        of["accepted"] += row.accepted_on == clock.DAY
        of["on_time"] += row.settled_on == clock.DAY and not row.is_late
        of["late"] += row.settled_on == clock.DAY and row.is_late
        of["ended"] += row.ended_on == clock.DAY
    wrong = differences(expected, counted)
    for table, when in (
        (DaySum, {"day": clock.DAY}),
        (MonthSum, {"month": clock.DAY.replace(day=1)}),
    ):
        rows = table.objects.filter(agency_id=ward.pk, **when).values("unit_id")
        sums = rows.annotate(**{kind: Sum(kind) for kind in KINDS}).order_by()
        found = {
            units.get(row["unit_id"], "?"): {kind: row[kind] for kind in KINDS} for row in sums
        }
        moved = {unit: kinds for unit, kinds in found.items() if any(kinds.values())}
        wrong += [f"{table.__name__}: {said}" for said in differences(expected, moved)]
    difference = compare()
    return wrong if difference.is_none else [*wrong, str(difference)]


def money(day: Day) -> list[str]:
    """See that the ledger sums to zero, and that each paid what he had to and nothing else."""
    found: Counter[str] = Counter()
    for booked in LedgerTransaction.objects.filter(entries__amount__gt=0).select_related("order"):
        name = _numbers(day)[booked.order.subject_id]
        found[name] += sum(one.amount for one in booked.entries.all() if one.amount > 0)
    wrong = differences({one.name: one.paid for one in EVERYBODY if one.paid}, found)
    return wrong if ledger_balance() == 0 else [*wrong, f"the ledger sums to {ledger_balance()}"]


def clocks(day: Day) -> list[str]:
    """See that each dossier's clock explains itself: receipt, each pause, its end, and its due."""
    wrong = []
    for visitor in EVERYBODY:
        dossier = day.dossier(visitor)
        told = clock_of(dossier, clock.now())
        kinds = Counter(line.kind for line in told.lines)
        pauses = Pause.objects.filter(dossier=dossier)
        unsaid = [line.rule for line in told.lines if not (line.text("vi") and line.text("en"))]
        wrong += [f"{visitor.name}: {rule} says nothing" for rule in unsaid]
        if kinds["paused"] < pauses.count():
            wrong.append(f"{visitor.name}: {pauses.count()} pauses, {kinds['paused']} told")
        ends = pauses.filter(ended_at__isnull=False).count()
        if visitor.promised and kinds["running"] < 1 + ends:
            wrong.append(f"{visitor.name}: {ends} pauses ended, {kinds['running']} told")
        last = [line for line in told.lines if line.kind == "running"][-1:]
        if last and told.appointed_at and visitor.promised[:5] not in last[0].text("vi"):
            wrong.append(f"{visitor.name}: the clock ends with {last[0].text('vi')}")
        wrong += [
            f"{visitor.name}: {line.rule} cites nothing" for line in told.lines if not line.citation
        ]
    return wrong


def stops(day: Day) -> list[str]:
    """See that each outage stopped the clocks it should have, and no others."""
    wrong = []
    outages = Outage.objects.order_by("started_at")
    for (name, expected), outage in zip(day.stopped.items(), outages, strict=True):
        pauses = Pause.objects.filter(outage=outage).select_related("dossier")
        found = {_whose(day, pause.dossier.code) for pause in pauses}
        if found != expected:
            wrong.append(f"{name}: {sorted(found ^ expected)}")
        wrong += [f"{name}: still stands" for pause in pauses if pause.ended_at != outage.ended_at]
    return wrong


def messages(day: Day) -> list[str]:
    """See that each was told exactly what he should be, by every way he can be told."""
    services, written = day.house.services, Message.objects.order_by("written_at", "pk")
    rows = [(m.address, m.template) for m in written]
    expected, found, arrived = {}, {}, {}
    for visitor in (*EVERYBODY, SON_OF_HERS):
        inboxes = {visitor.phone: services.texts_to, visitor.mailbox: services.letters_to}
        for address, inbox in inboxes.items():
            expected[address] = visitor.told_at(address)
            found[address] = tuple(template for to, template in rows if to == address)
            arrived[address] = len(inbox(visitor))
    counts = {address: len(told) for address, told in expected.items()}
    return differences(expected, found) + differences(counts, arrived)


def _officials(day: Day) -> dict[str, object]:
    accounts = day.house.world.accounts
    return {name: one for name, one in accounts.items() if one.official_id is not None}


def _names(day: Day) -> dict[int, str]:
    return {account.official_id: name for name, account in _officials(day).items()}


def _numbers(day: Day) -> dict[int, str]:
    return {day.dossier(visitor).pk: visitor.name for visitor in EVERYBODY}


def _whose(day: Day, code: str) -> str:
    return next(name for name, one in day.codes.items() if one == code)


BOOKS = (
    *(states, national_ways, audit, history, behalf, log, roll_ups),
    *(money, clocks, stops, messages),
)
