"""Static files are compressed once for each content, under whatever names it stands."""

from __future__ import annotations

import gzip

import brotli

from motcua.ui.assets import Assets

EQUAL = b"let a = 1;\n" * 99
TEXTS = {"a.js": EQUAL, "a.0123456789ab.js": EQUAL, "b.js": b"b" * 999}


def test_every_file_has_its_own_content_compressed_beside_it(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_bytes(text)
    (tmp_path / "tiny.js").write_bytes(b"1")  # it would only grow
    made = set(Assets(location=tmp_path).compress_files({*TEXTS, "tiny.js"}))
    assert made == {(name, name + ending) for name in TEXTS for ending in (".br", ".gz")}
    for name, text in TEXTS.items():
        assert brotli.decompress((tmp_path / f"{name}.br").read_bytes()) == text
        assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == text


def test_a_content_is_compressed_once(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_bytes(text)
    said = []

    class Counted(Assets):
        def create_compressor(self, **options):
            made = super().create_compressor(**options)
            made.log = said.append
            return made

    list(Counted(location=tmp_path).compress_files(TEXTS))
    assert sum("Brotli compressed" in one for one in said) == len(set(TEXTS.values()))
