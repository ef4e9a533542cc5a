"""The mailbox's process: an SMTP server and a web server on two sockets that the runner bound."""

import asyncio
import signal
import socket
import sys
import threading
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from coe_hub.run.mailbox.store import Store
from coe_hub.run.mailbox.web import Server

LARGEST_MAIL_BYTES = 25_000_000


class Receiver:
    """Takes every mail. Who it was for stands in a header of its own: blind copies have no other place."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail; the answer goes back over SMTP."""
        content = envelope.original_content or b""
        recipients = ", ".join(envelope.rcpt_tos).encode(errors="replace")
        try:
            self.store.add(b"X-Envelope-To: " + recipients + b"\r\n" + content)
        except OSError as error:
            return f"452 The mail could not be kept: {error.strerror}"
        return "250 Kept"


async def serve(folder: Path, smtp: socket.socket, web: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT."""
    store = Store(folder)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    receiver = Receiver(store)
    server = await loop.create_server(
        lambda: SMTP(receiver, hostname="localhost", data_size_limit=LARGEST_MAIL_BYTES, enable_SMTPUTF8=True),
        sock=smtp,
    )
    threading.Thread(target=Server(web, store).serve_forever, daemon=True).start()
    await stop.wait()
    server.close()


def main(folder: str, smtp_descriptor: str, web_descriptor: str) -> None:
    """Serve on the sockets of these file descriptors."""
    smtp, web = (socket.socket(fileno=int(text)) for text in (smtp_descriptor, web_descriptor))
    asyncio.run(serve(Path(folder), smtp, web))


if __name__ == "__main__":
    main(*sys.argv[1:])
