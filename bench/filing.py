"""Filing over HTTP by 1, 8 and 32 clients, beside the same SQL function called straight."""

from __future__ import annotations

import itertools
import threading
import time
import uuid

import orjson
import psycopg

from bench.__main__ import figure
from motcua.demo.prove.filings import filers, patterns, requests_of, with_uploads
from motcua.demo.prove.wire import Crowd
from motcua.dossiers.actions import Filing
from motcua.dossiers.actions.statement import STATEMENT, Submission, arguments
from motcua.dossiers.models import Dossier, DossierNumbering
from motcua.identity.models import Account
from motcua.identity.queries import actor_for
from motcua.kernel import clock
from motcua.procedures import queries as catalogue

ROUNDS = 3
CLIENTS = (1, 8, 32)


def figures(node, *, quick):
    chosen = patterns(2026)
    people = with_uploads(node.port, filers(max(CLIENTS)))
    numbers = itertools.count(1)
    count = 160 if quick else 2400
    found = []
    for clients in CLIENTS:
        rounds, floors = [], []
        for run in range(1 if quick else ROUNDS):
            each = [list(itertools.islice(numbers, count // clients)) for _ in range(clients)]
            floors.append(straight(node, chosen, people[:clients], count // clients))
            rounds.append(over_http(node, chosen, people[:clients], f"{clients:02}{run:02}", each))
        found.append(figure(f"submit_http_{clients}", "1/s", rounds, floors))
    best = max(found, key=lambda row: row["value"])
    return [*found, {**best, "name": "submit_http"}, *counted()]


def over_http(node, chosen, people, run, numbers):
    """Give filings a second; anything but 201 is a failure of the whole run."""
    refused = []

    def hear(answer):
        if answer.status != 201:
            refused.append((answer.status, answer.body[:200]))

    requests = [
        requests_of(filer, chosen, run, iter(own))
        for filer, own in zip(people, numbers, strict=True)
    ]
    seconds = Crowd(node.port, requests, hear).run()
    if refused:
        raise RuntimeError(f"{len(refused)} refused, such as {refused[0]}")
    return sum(map(len, numbers)) / seconds


def straight(node, chosen, people, each):
    """Give calls a second of the function alone, its arguments made beforehand."""
    batches = [prepared(filer, chosen, each) for filer in people]
    start = threading.Barrier(len(batches) + 1)
    threads = [
        threading.Thread(target=call, args=(node.urls.app, batch, start)) for batch in batches
    ]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    return sum(map(len, batches)) / (time.monotonic() - began)


def prepared(filer, chosen, each):
    now = clock.now()
    actor = actor_for(Account.objects.get(pk=filer.account_id), now)
    batch = []
    for number in range(each):
        pattern = chosen[number % len(chosen)]
        card = catalogue.offering(pattern.offering_id)
        papers = tuple(
            (code, uuid.UUID(file))
            for code, file in zip(pattern.papers, filer.uploads, strict=True)
        )
        filing = Filing(pattern.offering_id, "online", "vi", pattern.answers, papers)
        clean = orjson.loads(orjson.dumps(pattern.answers))
        key = f"floor:{uuid.uuid4()}"
        submission = Submission(filing, clean, key, None, uuid.uuid4(), now)
        batch.append(arguments(submission, actor, card, catalogue.rules(card.version_id)))
    return batch


def call(url, batch, start):
    with psycopg.connect(url, autocommit=True, prepare_threshold=0) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT 1")
        start.wait()
        for values in batch:
            cursor.execute(STATEMENT, values)
            assert cursor.fetchone()[0] == "created"


def counted():
    """Give the gaps and doubles among all codes given out."""
    codes = list(Dossier.objects.values_list("code", flat=True))
    last = sum(DossierNumbering.objects.values_list("last", flat=True))
    return [
        figure("codes_gaps", "codes", [last - len(set(codes))]),
        figure("codes_doubles", "codes", [len(codes) - len(set(codes))]),
        figure("codes_counted", "codes", [len(codes)]),
    ]
