"""Listening sockets, bound here and handed to the children: a child that restarts never loses its port."""

import errno
import os
import socket
import time

from coe_hub.run.errors import CannotRun

LOOPBACK = ("127.0.0.1", "::1")


def port_from_environment(name: str, default: int) -> int:
    """The port number in the variable `name`. Raises CannotRun where it is none."""
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CannotRun(f"{name}={text} is not a port: set it to a number from 1 to 65535.")
    return int(text)


def listen(host: str, port: int, *, variable: str, patience: float = 0.0) -> list[socket.socket]:
    """Sockets that listen on `port` (0: any free one) of `host`; "localhost" means IPv4 and, where there is one, IPv6.

    A browser may try either for http://localhost, and the other must not belong to another program.
    Waits `patience` seconds for a port that a killed hub is about to give back. Raises CannotRun.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _listen(LOOPBACK if host == "localhost" else (host,), port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            raise CannotRun(_reason(error, host, port, variable)) from error


def listen_nearby(port: int) -> socket.socket:
    """A socket on the IPv4 loopback: on `port` where that is free, else on any other."""
    try:
        return _bind("127.0.0.1", port)
    except OSError:
        return _bind("127.0.0.1", 0)


def _listen(hosts: tuple[str, ...], port: int) -> list[socket.socket]:
    sockets = [_bind(hosts[0], port)]
    for host in hosts[1:]:
        try:
            sockets.append(_bind(host, sockets[0].getsockname()[1]))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sockets[0].close()
                raise
    return sockets


def _bind(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def _reason(error: OSError, host: str, port: int, variable: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program: stop it, or choose another with {variable}={port + 1}."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this account has: choose one above 1023 with {variable}=8000."
    return f"Cannot listen on {host}, port {port} ({error.strerror}): check HOST and {variable}."
