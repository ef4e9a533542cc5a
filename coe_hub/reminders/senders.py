"""Several connections to the mail server, so that mails do not wait for each other's answers."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from smtplib import SMTPException, SMTPSenderRefused
from threading import Lock
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend


class MailServerAwayError(Exception):
    """No mail can go out at all: no connection, a wrong password, or a sender that is refused."""


class Senders:
    """Sends up to `EMAIL_SENDERS` mails at a time, each by a connection of its own. They know no database: what is
    said of a mail before and after is said by whoever gives it to them."""

    def __init__(self) -> None:
        self.count = settings.EMAIL_SENDERS
        self._threads = ThreadPoolExecutor(self.count, "sender")
        self._standing = [get_connection() for _each in range(self.count)]
        self._free: SimpleQueue[BaseEmailBackend] = SimpleQueue()
        for connection in self._standing:
            self._free.put(connection)
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=True)
        for connection in self._standing:
            connection.close()

    def open(self) -> None:
        """See that there is a server, before anything is written and while nothing is sent. Raises
        `MailServerAwayError`."""
        try:
            self._standing[0].open()
        except (SMTPException, OSError) as error:
            raise MailServerAwayError(str(error)) from error

    def send(self, message: Callable[[], EmailMultiAlternatives]) -> "Future[None]":
        """Make and send one mail. The future raises what the server says against it, or `MailServerAwayError`."""
        return self._threads.submit(self._send, message)

    def _send(self, message: Callable[[], EmailMultiAlternatives]) -> None:
        made = message()
        connection = self._opened()
        try:
            connection.send_messages([made])
        except SMTPSenderRefused as error:
            raise MailServerAwayError(str(error)) from error
        except (SMTPException, OSError):
            connection.close()
            raise
        finally:
            self._free.put(connection)

    def _opened(self) -> BaseEmailBackend:
        """A free connection that stands. A server may take no more of them at once: then the others have to do."""
        while True:
            connection = self._free.get()
            try:
                connection.open()
            except (SMTPException, OSError) as error:
                with self._lock:
                    if len(self._standing) == 1:
                        self._free.put(connection)
                        raise MailServerAwayError(str(error)) from error
                    self._standing.remove(connection)
            else:
                return connection
