"""What the counter's pages show."""

from motcua.desk.counter.queries.completions import CompletionPage, completion_page
from motcua.desk.counter.queries.filings import (
    FilingPage,
    answers_in,
    controls_put,
    filing_page,
    judged,
)
from motcua.desk.counter.queries.sitting import CounterPage, counter_page, offerings_here

__all__ = [
    "CompletionPage",
    "CounterPage",
    "FilingPage",
    "answers_in",
    "completion_page",
    "controls_put",
    "counter_page",
    "filing_page",
    "judged",
    "offerings_here",
]
