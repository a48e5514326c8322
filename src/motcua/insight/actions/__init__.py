"""Acts of the insight room: counting what happened, comparing, writing reports out."""

from motcua.insight.actions.counting import Difference, add_up, compare, count_again, fold, recount

__all__ = ["Difference", "add_up", "compare", "count_again", "fold", "recount"]
