"""The fault dial: each position, and that none of them lets the query lie."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from motcua_sandbox import wire
from tests.sandbox.conftest import wait_for


def orders(platform):
    return [one.json["order"] for one in platform.received if one.status == 200]


def test_delay_sends_later(bank, platform):
    bank.turn(delay=1)
    started = time.time()
    bank.pay("P1")
    (event,) = wait_for(lambda: platform.taken(order="P1"))
    assert event.at - started >= 0.95


def test_duplicate_sends_the_same_event_several_times(bank, platform):
    bank.turn(duplicate=3)
    bank.pay("P1")
    wait_for(lambda: len(platform.taken(order="P1")) == 4)
    assert len({one.event_id for one in platform.received}) == 1


def test_a_dropped_event_is_never_sent_but_the_query_knows(bank, platform):
    bank.turn(drop=True)
    bank.pay("P1")
    time.sleep(0.5)
    assert platform.received == []
    assert bank.call("/api/query", order="P1").json()["state"] == "paid"
    (event,) = bank.web.get("/api/events").json()["events"]
    assert event["deliveries"][0]["state"] == "dropped"
    assert bank.web.post(f"/api/events/{event['id']}/send").status_code == 202
    assert wait_for(lambda: platform.taken(order="P1"))


def test_held_events_can_be_played_in_any_order(bank, platform):
    bank.turn(drop=True)
    for order in ("P1", "P2", "P3"):
        bank.pay(order)
    ids = {one["body"]["order"]: one["id"] for one in bank.web.get("/api/events").json()["events"]}
    for order in ("P2", "P3", "P1"):
        bank.web.post(f"/api/events/{ids[order]}/send")
        wait_for(lambda order=order: platform.taken(order=order))
    assert orders(platform) == ["P2", "P3", "P1"]


def test_reorder_reverses_a_group(bank, platform):
    platform.answers = [500]
    bank.turn(reorder=3)
    bank.pay("P1")
    bank.pay("P2")
    time.sleep(0.3)
    assert platform.received == []
    bank.pay("P3")
    wait_for(lambda: len(orders(platform)) == 3)
    assert orders(platform) == ["P3", "P2", "P1"]


def test_turning_reorder_off_lets_held_events_go(bank, platform):
    bank.turn(reorder=5)
    bank.pay("P1")
    bank.pay("P2")
    bank.turn(reset=True)
    wait_for(lambda: len(orders(platform)) == 2)
    assert orders(platform) == ["P2", "P1"]


@pytest.mark.parametrize(("off", "said"), [(-5000, 15000), (7000, 27000), (-90000, 1)])
def test_a_wrong_amount_is_rightly_signed_and_the_query_knows_better(bank, platform, off, said):
    bank.turn(wrong_amount=off)
    bank.pay("P1")
    (event,) = wait_for(lambda: platform.taken(order="P1"))
    assert event.is_signed
    assert event.json["amount"] == said
    assert bank.call("/api/query", order="P1").json()["paid"] == 20000


@pytest.mark.parametrize("dial", [{"forged": 1}, {"stale": 900}])
def test_a_bad_first_try_is_followed_by_a_good_one(bank, platform, dial):
    platform.is_strict = True
    bank.turn(**dial)
    bank.pay("P1")
    wait_for(lambda: platform.taken(order="P1"))
    assert [one.is_signed for one in platform.received] == [False, True]


def test_down_answers_503_and_keeps_webhooks_for_later(bank, platform):
    page = bank.open("P1")
    bank.turn(delay=3)  # it must be down before the event is sent
    bank.finish(page, "pay")
    bank.turn(down=True)
    answer = bank.call("/api/query", order="P1")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    for path in (page, "/transfer", "/app?qr=x", "/statement.csv"):
        assert bank.web.get(path).status_code == 503
    assert bank.web.get("/healthz").status_code == 200
    assert bank.web.get("/").status_code == 200
    time.sleep(3.3)
    assert platform.received == []
    bank.turn(down=False)
    assert wait_for(lambda: platform.taken(order="P1"))


def test_the_dial_turns_itself_off_after_a_number_of_events(bank, platform):
    bank.turn(drop=True, limit=2)
    for order in ("P1", "P2", "P3"):
        bank.pay(order)
    wait_for(lambda: platform.taken(order="P3"))
    assert orders(platform) == ["P3"]
    assert set(bank.web.get("/faults").json().values()) == {0}


@pytest.mark.parametrize(
    "wish", [{"delay": -1}, {"nothing": 1}, {"delay": "5"}, {"duplicate": 999}]
)
def test_a_position_the_dial_does_not_have_is_refused(bank, wish):
    assert bank.web.post("/faults", json=wish).status_code == 400
    assert bank.web.get("/faults").json()["delay"] == 0


def test_the_dial_turns_by_its_form_too(bank):
    answer = bank.web.post("/faults", data={"delay": "2", "forged": "1"})
    assert answer.status_code == 303
    dial = bank.web.get("/faults").json()
    assert (dial["delay"], dial["forged"], dial["drop"]) == (2, 1, 0)
    page = bank.web.get("/faults", headers={"Accept": "text/html"}).text
    assert 'name="forged" value="1" checked' in page


def paid(bank, order="P1"):
    """Pay, and give the transaction as the bank tells it without faults."""
    bank.pay(order)
    return bank.call("/api/query", order=order).json()["transaction"]


def is_signed(bank):
    """Say whether an answer carries the bank's signature of this moment."""
    try:
        bank.call("/api/query", order="P1")
    except wire.WireError:
        return False
    return True


def test_answers_are_untouched_until_the_dial_says_so(bank):
    paid(bank)
    bank.turn(drop=True, forged=True, stale=900, wrong_amount=5, duplicate=2)
    answer = bank.call("/api/query", order="P1")
    assert answer.json()["paid"] == 20000


def test_a_delayed_answer_comes_later(bank):
    paid(bank)
    bank.turn(answers=True, delay=1)
    started = time.time()
    assert bank.call("/api/query", order="P1").json()["state"] == "paid"
    assert time.time() - started >= 0.95


def test_an_answer_that_is_lost_was_carried_out_all_the_same(bank):
    transaction = paid(bank)
    bank.turn(answers=True, drop=True)
    wish = {"refund": "R-1", "transaction": transaction, "amount": 5000, "reason": "x"}
    with pytest.raises(httpx.RemoteProtocolError):
        bank.call("/api/refund", **wish)
    bank.turn(reset=True)
    assert bank.call("/api/query", order="P1").json()["refunded"] == 5000
    assert bank.call("/api/refund", **wish).json()["state"] == "done"
    assert bank.call("/api/query", order="P1").json()["refunded"] == 5000


def test_a_call_carried_out_several_times_moves_money_once(bank):
    transaction = paid(bank)
    bank.turn(answers=True, duplicate=3)
    wish = {"refund": "R-1", "transaction": transaction, "amount": 5000, "reason": "x"}
    assert bank.call("/api/refund", **wish).json()["amount"] == 5000
    bank.turn(reset=True)
    assert bank.call("/api/query", order="P1").json()["refunded"] == 5000


def test_answers_are_given_last_first(bank):
    for order in ("P1", "P2", "P3"):
        paid(bank, order)
    bank.turn(answers=True, reorder=3)

    def ends():
        found = []

        def ask(order):
            bank.call("/api/query", order=order)
            found.append(order)

        threads = []
        for order in ("P1", "P2", "P3"):
            threads.append(threading.Thread(target=ask, args=(order,)))
            threads[-1].start()
            time.sleep(0.2)
        for thread in threads:
            thread.join()
        return found

    # On a busy machine a call may come, or its answer be read, later than the one after it.
    assert any(ends() == ["P3", "P2", "P1"] for _try in range(5))


def test_an_answer_with_another_amount_is_rightly_signed(bank):
    paid(bank)
    bank.turn(answers=True, wrong_amount=-5000)
    answer = bank.call("/api/query", order="P1")
    assert (answer.json()["amount"], answer.json()["paid"]) == (15000, 15000)


@pytest.mark.parametrize("fault", [{"forged": True}, {"stale": 900}])
def test_a_forged_or_stale_answer_is_no_answer(bank, fault):
    paid(bank)
    bank.turn(answers=True, **fault)
    assert not is_signed(bank)


def test_answers_count_for_the_limit(bank):
    paid(bank)
    bank.turn(answers=True, forged=True, limit=2)
    assert [is_signed(bank) for _ in range(3)] == [False, False, True]
