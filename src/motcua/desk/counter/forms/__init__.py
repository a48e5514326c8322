"""What is written at a counter: who stands there, and what an administrator sets up."""

from motcua.desk.counter.forms.helping import (
    FILL,
    LEFT,
    SWAP,
    People,
    named_in,
    people_in,
    people_of,
)
from motcua.desk.counter.forms.receiving import ReceiveForm, WhoForm, marks_in, who_form
from motcua.desk.counter.forms.setting_up import (
    KindForm,
    KioskForm,
    PlanForm,
    SenderForm,
    TerminalForm,
)

__all__ = [
    "FILL",
    "LEFT",
    "SWAP",
    "KindForm",
    "KioskForm",
    "People",
    "PlanForm",
    "ReceiveForm",
    "SenderForm",
    "TerminalForm",
    "WhoForm",
    "marks_in",
    "named_in",
    "people_in",
    "people_of",
    "who_form",
]
