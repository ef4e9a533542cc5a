"""A virus scanner is asked in the words of clamd: a server of this test's own that speaks them."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from coe_hub.attachments.contents import check_content
from coe_hub.lib.uploads import check_document
from tests.toolkits.data import word_file

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.StreamRequestHandler):
    """What clamd answers to INSTREAM."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.wfile.write(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in content else b"stream: OK\0")


@pytest.fixture
def clamd(settings: Any) -> Iterator[socketserver.TCPServer]:
    """A scanner that runs, and the hub knows where."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def refused(file: SimpleUploadedFile, check: Any = check_content) -> str:
    with pytest.raises(ValidationError) as error:
        check(file)
    return f"{error.value.code}: {error.value.messages[0]}"


def test_files_are_looked_at_before_they_are_taken(clamd: socketserver.TCPServer) -> None:
    file = SimpleUploadedFile("minutes.txt", b"harmless" * 20_000)
    assert (check_content(file), file.tell()) == ("text/plain", 0)
    check_document(word_file())
    found = "virus: The virus scanner found Win.Test.EICAR_HDB-1 in this file. Delete it, and tell whoever looks after"
    assert refused(SimpleUploadedFile("minutes.txt", b"a" * 70_000 + EICAR)).startswith(found)
    infected = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + EICAR + b"\n%%EOF\n")
    assert refused(infected, check_document).startswith(found)


def test_a_scanner_that_does_not_answer_lets_nothing_through(clamd: socketserver.TCPServer) -> None:
    clamd.shutdown()
    clamd.server_close()
    words = "not_scanned: The virus scanner cannot look at files just now. Try again in a few minutes."
    assert refused(SimpleUploadedFile("minutes.txt", b"harmless")) == words
