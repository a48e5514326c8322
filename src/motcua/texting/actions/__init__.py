"""Writes of the room of incoming text messages."""

from motcua.texting.actions.answering import answer_text
from motcua.texting.actions.hearing import forget_texts, hear_text
from motcua.texting.actions.telling import tell_end, tell_refusal

__all__ = ["answer_text", "forget_texts", "hear_text", "tell_end", "tell_refusal"]
