"""The process of one long job: hostile content comes in on standard input, lines of JSON go out.

`python -m motcua.kernel.sandbox.flow FUNCTION SECONDS MEGABYTES OPTIONS`. The function takes a
stream and a dict, and yields plain data; so neither side holds more than a line of it.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import sys

from motcua.kernel.sandbox.host import cut_network, give_up_powers
from motcua.kernel.sandbox.wire import END


def main() -> None:
    """Do the job that the arguments name, and be gone."""
    name, seconds, megabytes, options = sys.argv[1:]
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "w", encoding="ascii")
    module, _, function = name.rpartition(".")
    rows = getattr(importlib.import_module(module), function)
    cut_network(ctypes.CDLL(None, use_errno=True))
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(null, descriptor)
    give_up_powers(int(seconds), int(megabytes))
    with contextlib.suppress(BrokenPipeError):  # whoever asked has read enough
        try:
            for told in rows(source, json.loads(options)):
                sink.write(f"{json.dumps(told)}\n")
            end = "done"
        except BrokenPipeError:
            raise
        except MemoryError:
            end = "limit"
        except Exception as error:  # noqa: BLE001 - the job's end, whatever it was
            end = str(getattr(error, "reason", type(error).__name__))
        sink.write(f"{json.dumps({END: end})}\n")
        sink.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
