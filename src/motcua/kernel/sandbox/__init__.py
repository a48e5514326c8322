"""Work on hostile input in processes of their own, with limits of time and memory.

A *host* (`sandbox.host`) has imported the parsers and cut itself off the network; for each job it
forks a child that gives up its powers, works, and is gone. So a job costs milliseconds, and what a
hostile file does to its process ends with it. Nothing of ours is in its memory: no keys, no
settings, no database.
"""

from __future__ import annotations

from motcua.kernel.sandbox.flowing import told_of
from motcua.kernel.sandbox.running import Answer, ParsingFailed, Sandbox, run_limited

__all__ = ["Answer", "ParsingFailed", "Sandbox", "run_limited", "told_of"]
