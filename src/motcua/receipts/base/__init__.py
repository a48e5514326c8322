"""What other rooms may use of receipts without its tables: the rules, and who paid."""

from motcua.receipts.base.payers import NOBODY, Payer, payers_of
from motcua.receipts.base.rules import Rule, receipt_rules, rule_on

__all__ = ["NOBODY", "Payer", "Rule", "payers_of", "receipt_rules", "rule_on"]
