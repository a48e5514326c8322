"""Writes of the payments room."""

from motcua.payments.actions.accounts import (
    AccountFacts,
    add_account,
    end_account,
    own_accounts,
    set_columns,
)
from motcua.payments.actions.closing import close_day
from motcua.payments.actions.differences import propose_for_difference, remedies_for
from motcua.payments.actions.exporting import note_export
from motcua.payments.actions.fetching import fetch_statements
from motcua.payments.actions.links import (
    LASTS as LINK_LASTS,
    call_links_back,
    make_link,
    start_redirect_by_link,
)
from motcua.payments.actions.orders import (
    OrderFacts,
    OrderLine,
    cancel_order,
    cancel_orders_of,
    end_orders_of,
    expire_orders,
    open_order,
    open_orders,
    renew_order,
)
from motcua.payments.actions.receiving import hear, hear_pending
from motcua.payments.actions.reclaiming import Reclaim, propose_reclaim
from motcua.payments.actions.reconciling import (
    is_from_elsewhere,
    may_be_taken_in,
    reconcile,
    take_in,
)
from motcua.payments.actions.refunding import (
    ask_part,
    ask_refund,
    end_debt,
    lessen_debt,
    send_refund,
)
from motcua.payments.actions.returning import (
    Wanted,
    ask_again,
    decide_refund,
    handle_reversal,
    note_paid_by_hand,
    propose_refund,
)
from motcua.payments.actions.settling import (
    Proposal,
    decide_settlement,
    propose_settlement,
)
from motcua.payments.actions.starting import start_redirect
from motcua.payments.actions.statements import (
    ask_for_statements,
    bring_statement,
    read_headings,
    read_statement,
)
from motcua.payments.actions.terminals import (
    ask_terminal,
    cancel_terminal,
    charge_terminal,
    hear_terminal,
    refuse_while_terminal_asks,
)
from motcua.payments.actions.wallets import ask_wallet, hear_wallet

__all__ = [
    "LINK_LASTS",
    "AccountFacts",
    "OrderFacts",
    "OrderLine",
    "Proposal",
    "Reclaim",
    "Wanted",
    "add_account",
    "ask_again",
    "ask_for_statements",
    "ask_part",
    "ask_refund",
    "ask_terminal",
    "ask_wallet",
    "bring_statement",
    "call_links_back",
    "cancel_order",
    "cancel_orders_of",
    "cancel_terminal",
    "charge_terminal",
    "close_day",
    "decide_refund",
    "decide_settlement",
    "end_account",
    "end_debt",
    "end_orders_of",
    "expire_orders",
    "fetch_statements",
    "handle_reversal",
    "hear",
    "hear_pending",
    "hear_terminal",
    "hear_wallet",
    "is_from_elsewhere",
    "lessen_debt",
    "make_link",
    "may_be_taken_in",
    "note_export",
    "note_paid_by_hand",
    "open_order",
    "open_orders",
    "own_accounts",
    "propose_for_difference",
    "propose_reclaim",
    "propose_refund",
    "propose_settlement",
    "read_headings",
    "read_statement",
    "reconcile",
    "refuse_while_terminal_asks",
    "remedies_for",
    "renew_order",
    "send_refund",
    "set_columns",
    "start_redirect",
    "start_redirect_by_link",
    "take_in",
]
