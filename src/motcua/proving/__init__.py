"""A machine citizen and a machine official take procedures from filing to result, and say so."""
