"""Acts of the insight room: counting what happened, comparing, writing reports out."""

from motcua.insight.actions.counting import Difference, compare, count_again, fold, recount

__all__ = ["Difference", "compare", "count_again", "fold", "recount"]
