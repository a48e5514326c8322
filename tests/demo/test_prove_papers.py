"""What the clients of the proof send ahead is a PDF that can be opened."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP

from motcua.demo.prove.filings import Filer, upload
from motcua.kernel.conversion import inspect_pdf


def test_every_file_sent_ahead_is_a_pdf_of_its_own():
    contents = set()
    for account in (1, 12_345_678):
        for number in range(3):
            head, body = upload(Filer(account, "t"), number).split(b"\r\n\r\n", 1)
            fields = head.split(b"\r\n", 1)[1]
            message = BytesParser(policy=HTTP).parsebytes(fields + b"\r\n\r\n" + body)
            (part,) = message.iter_parts()
            content = part.get_content()
            assert inspect_pdf(content).pages == 1
            contents.add(content)
    assert len(contents) == 6
