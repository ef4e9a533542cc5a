"""A program that asks the API with somebody's token."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from coe_hub.api.actions import make_token
from coe_hub.people.models import User


class Program:
    """Asks with a token of `user`, made for it."""

    def __init__(self, user: User, *, scope: str = "write", name: str = "Test") -> None:
        until = timezone.localdate() + timedelta(days=30)
        self.token, self.text = make_token(user=user, name=name, scope=scope, expires_on=until)
        self.client = Client(enforce_csrf_checks=True)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer; `path` begins below /api/v1/."""
        words = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            path if path.startswith("/") else f"/api/v1/{path}",
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.text}", **words},
        )

    def get(self, path: str) -> Any:
        """The JSON that is there."""
        response = self.ask("GET", path)
        assert response.status_code == 200, (path, response.content)
        return response.json()

    def items(self, path: str) -> list[Any]:
        """The rows of a list, all pages together."""
        page = self.get(path)
        rows = page["items"]
        while page["next"]:
            page = self.get("/" + page["next"].split("/", 3)[3])
            rows += page["items"]
        return rows
