"""A provider that lies: it answers whatever a test tells it to, which no certified one would."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from coe_hub.lib.identity_providers import IdentityProvider

CLIENT_ID, SECRET = "hub", "a secret between the two, long enough for HS256"


class Forger:
    """Its own key, the one of somebody else, and the id token it will answer with."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.foreign_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.id_token: str | None = ""
        self.described: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.moved = ""  # an address that lies elsewhere, and what lies there is right

    def settings(self) -> tuple[IdentityProvider, ...]:
        """What the hub is told of it."""
        return (
            IdentityProvider(
                code="kestrel", name="Kestrel ID", local_name="Kestrel ID", issuer=self.issuer, client_id=CLIENT_ID,
                secret=SECRET, domains=("hub.example",),
            ),
        )  # fmt: skip

    def claims(self, of_question: str, /, **changes: Any) -> dict[str, Any]:
        """What an honest provider would say of Stan; None takes a claim out."""
        now = int(time.time())
        honest = {
            "iss": self.issuer, "aud": CLIENT_ID, "sub": "s1", "iat": now, "exp": now + 300, "nonce": of_question,
            "email": "stan@hub.example", "email_verified": True, "given_name": "Stan", "family_name": "Stranger",
        }  # fmt: skip
        return {name: value for name, value in {**honest, **changes}.items() if value is not None}

    def sign(self, claims: dict[str, Any], *, key: Any = None, algorithm: str = "RS256", kid: str = "one") -> str:
        """An id token, by its own key unless said otherwise."""
        return jwt.encode(claims, self.key if key is None else key, algorithm, headers={"kid": kid})

    def answer(self, path: str) -> dict[str, Any]:
        """What it says at an address."""
        at = {name: f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")}
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        known: dict[str, dict[str, Any]] = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys",
                **{f"{name}_endpoint": address for name, address in at.items()}, **self.described,
            },
            "/keys": {"keys": [public | {"kid": "one", "use": "sig"}]},
            "/userinfo": self.userinfo,
            "/token": {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token},
        }  # fmt: skip
        return known[path]


@contextmanager
def running_forger() -> Iterator[Forger]:
    """The liar, until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == forger.moved:
                self.send_response(307)
                self.send_header("Location", f"{self.path}?elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = json.dumps(forger.answer(self.path.partition("?")[0])).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        forger = Forger(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()  # ends within 10 ms
        yield forger
        server.shutdown()
