"""Ports: a busy one is said at once, the sandboxes' are chosen and remembered."""

from __future__ import annotations

import pytest

from motcua.cli import ports
from motcua.cli.speech import Refused

pytestmark = pytest.mark.enable_socket


def test_a_busy_port_is_refused_with_another_one_named() -> None:
    with ports.listen_on("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"Cổng {port} đang được chương trình khác dùng"):
            ports.listen_on("127.0.0.1", port)


def test_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match=r"Không lắng nghe được ở 127\.0\.0\.1:70000"):
        ports.listen_on("127.0.0.1", 70000)


def test_sandboxes_get_free_ports_of_their_own() -> None:
    with ports.listen_on("127.0.0.1", 0) as taken:
        busy = taken.getsockname()[1]

        chosen = ports.choose(("bank", "phone"), {}, busy)

    assert busy not in chosen.values()
    assert len(set(chosen.values())) == 2


def test_a_remembered_port_is_used_again_while_it_is_free() -> None:
    with ports.listen_on("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert ports.choose(("bank",), {"bank": port}, 20000)["bank"] != port
    assert ports.choose(("bank",), {"bank": port}, 20000) == {"bank": port}
