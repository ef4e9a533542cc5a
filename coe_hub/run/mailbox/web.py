"""The mailbox in the browser: addresses, and headers that let a mail do no harm."""

import socket
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from coe_hub.run.mailbox import pages
from coe_hub.run.mailbox.store import Mail, Store

STYLE = Path(__file__).with_name("mailbox.css")
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'"
)
# Mails carry their style in attributes and must not fetch, run or send anything
MAIL_POLICY = (
    f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; form-action 'none'; "
    f"sandbox {pages.SANDBOX}"
)
LOCAL_NAMES = {"localhost", "127.0.0.1"}


class Server(ThreadingHTTPServer):
    """Serves on a socket that already listens."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, store: Store) -> None:
        super().__init__(listener.getsockname()[:2], partial(Handler, store), bind_and_activate=False)
        self.socket.close()
        self.socket = listener


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server_version = "mailbox"
    sys_version = ""
    timeout = 30

    def __init__(self, store: Store, *arguments: object) -> None:
        self.store = store
        super().__init__(*arguments)  # type: ignore[arg-type]  # request, address and server, passed on as they came

    def do_GET(self) -> None:
        """Answer from the path; another host name than ours is refused, since a page elsewhere could invent one."""
        url = urlsplit(self.path)
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in LOCAL_NAMES:
            self._send(421, "text/plain", b"This mailbox answers to localhost only.\n")
        elif url.path == "/":
            self._send_page(200, pages.mail_list(self.store.newest_first()))
        elif url.path == "/mailbox.css":
            self._send(200, "text/css", STYLE.read_bytes())
        else:
            self._send_mail(url.path.strip("/").split("/"), parse_qs(url.query).get("view", [""])[0])

    do_HEAD = do_GET

    def log_message(self, *arguments: object) -> None:
        """Requests are not logged: addresses of mails are nobody's business."""

    def _send_mail(self, parts: list[str], view: str) -> None:
        """`mail/NAME`, `mail/NAME/html` or `mail/NAME/attachment/NUMBER`."""
        mail = self.store.find(parts[1]) if len(parts) > 1 and parts[0] == "mail" else None
        match parts[2:]:
            case [] if mail:
                self._send_page(200, pages.mail_page(mail, view))
            case ["html"] if mail:
                self._send(200, "text/html", pages.framed_html(mail).encode(), policy=MAIL_POLICY)
            case ["attachment", number] if mail and number.isdecimal():
                self._send_attachment(mail, int(number))
            case _:
                self._send_page(404, pages.missing_page())

    def _send_attachment(self, mail: Mail, number: int) -> None:
        attachments = mail.attachments()
        if number >= len(attachments):
            self._send_page(404, pages.missing_page())
            return
        name, content = attachments[number]
        self._send(200, "application/octet-stream", content, file_name=name)

    def _send_page(self, status: int, page: str) -> None:
        self._send(status, "text/html", page.encode())

    def _send(
        self, status: int, kind: str, content: bytes, *, policy: str = PAGE_POLICY, file_name: str | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        if file_name:
            self.send_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(file_name, safe='')}")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
