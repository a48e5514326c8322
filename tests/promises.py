"""Which tests show which promise of the security paper (P1 to P22), besides those that say so."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROMISES = ("P1", "P2", "P3", "P4", "P16", "P17", "P18", "P20", "P21")
"""What `make drills` must try; the other promises of the paper have tests of their own."""

# A file, or one test of it. `make drills` runs them all and counts.
SHOWN_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "P1": (
            "tests/cli/test_drills.py::test_nothing_acknowledged_is_lost_when_processes_are_killed_ten_times",
            "tests/dossiers/test_killed_outages.py",
            "tests/cli/test_payment_drills.py",
            "tests/cli/test_receipt_drills.py",
            "tests/receipts/test_racing.py",
            "tests/notifications/test_carriers.py::test_a_kill_between_carrying_and_committing_still_delivers_once",
        ),
        "P2": (
            "tests/security/test_twenty_at_once.py",
            "tests/security/test_twenty_papers.py",
            "tests/security/test_twenty_visitors.py",
            "tests/security/test_pressed_twice.py",
            "tests/kernel/test_idempotency.py",
        ),
        "P3": (
            "tests/payments/test_webhook.py",
            "tests/payments/test_with_the_bank.py",
            "tests/payments/test_storms.py",
        ),
        "P4": (
            "tests/payments/test_storms.py::test_fifty_who_pay_cancel_expire_take_back_and_refund_at_once_end_in_one_state",
            "tests/payments/test_orders.py::test_fifty_who_pay_cancel_and_expire_one_order_end_in_one_state",
            "tests/payments/test_orders.py::test_ten_who_pay_an_expired_debt_again_at_once_get_one_order",
            "tests/sandbox/test_bank_gateway.py::test_paying_and_cancelling_at_once_ends_in_one_state",
        ),
        "P16": ("tests/cli/backup/test_backup.py",),
        "P18": (
            "tests/dossiers/test_year_end.py",
            "tests/dossiers/test_clock_jumps.py",
            "tests/identity/test_tokens.py::test_clocks_may_differ_by_a_minute",
            "tests/kernel/test_ratelimits.py::test_a_clock_that_ran_ahead_locks_nobody_out_once_it_is_put_right",
        ),
        "P20": (
            "tests/security/test_canaries.py",
            "tests/security/test_canaries_of_channels.py",
        ),
        "P21": (
            "tests/cli/test_drills.py::test_a_disk_that_is_too_small_is_one_sentence_and_nothing_is_made",
            "tests/cli/test_drills.py::test_on_a_disk_that_fills_up_pages_are_read_and_nothing_acknowledged_is_lost",
            "tests/kernel/test_disk.py",
            "tests/kernel/test_backend.py",
            "tests/kernel/test_files.py::test_a_scanner_that_is_down_leaves_the_file_waiting",
            "tests/payments/test_with_the_bank.py::test_the_sweep_outlives_a_bank_that_is_down_and_expires_what_is_past",
            "tests/payments/test_with_the_bank.py::test_a_bank_that_is_down_is_asked_again_and_moves_money_once",
            "tests/deliveries/test_with_the_carrier.py::test_a_carrier_that_was_down_is_told_later_and_once",
            "tests/sandbox/test_bank_faults.py::test_down_answers_503_and_keeps_webhooks_for_later",
            "tests/cli/test_drills.py::test_a_killed_database_is_told_politely_and_is_back_by_itself",
            "tests/notifications/test_queue.py::test_a_carrier_that_is_down_costs_no_message_a_try_and_is_left_alone",
            "tests/notifications/test_queue.py::test_a_carrier_that_comes_back_gets_everything_that_waited",
            "tests/counters/test_imap.py::test_the_job_asks_again_later_where_the_server_does_not_answer",
        ),
    }
)


def promise_of(nodeid: str) -> str:
    """Give the promise that a test shows; nothing where it shows none."""
    name = nodeid.partition("[")[0]
    file = name.partition("::")[0]
    found = [promise for promise, places in SHOWN_BY.items() if name in places]
    return (found or [p for p, places in SHOWN_BY.items() if file in places] or [""])[0]
