"""Values of the insight room: periods, and sheets of numbers."""

from motcua.insight.base.periods import Period, months_after, period_from, period_of

__all__ = ["Period", "months_after", "period_from", "period_of"]
