"""Many are asked in at once: pasted, looked at, and all of them get a mail."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from coe_hub.people.accounts.inviting import read_guests
from coe_hub.people.models import Invitation, Person
from tests.cast import Cast
from tests.factories import make_person


@pytest.mark.parametrize(
    ("text", "guests"),
    [
        (
            "Anna Keller <anna@x.example>, Bob Tan <bob@x.example>; carl.mann@x.example",
            [("Anna Keller", "anna@x.example"), ("Bob Tan", "bob@x.example"), ("Carl Mann", "carl.mann@x.example")],
        ),
        ("Last name\tFirst name\tMail\nKeller\tAnna\tanna@x.example", [("Keller, Anna", "anna@x.example")]),
        ("山下 玲奈\treina@x.example\n高木\t慎一\ttakagi@x.example\treina@x.example", [
            ("山下 玲奈", "reina@x.example"), ("高木 慎一", "takagi@x.example"),
        ]),
        ("Nobody at all", []),
    ],
)  # fmt: skip
def test_addresses_and_names_are_read(cast: Cast, text: str, guests: list[tuple[str, str]]) -> None:
    assert [(one.name, one.email) for one in read_guests(text, by=cast.admin)] == guests


def test_all_are_looked_at_and_then_invited(
    cast: Cast, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> None:
    known = make_person("Aiko Nakamura", email="aiko@hub.example")
    unnamed = make_person("Bob Tan")
    people = f"aiko@hub.example\nBob Tan <bob@hub.example>\nDora Mann <dora@hub.example>\n{cast.lead.email}"
    form = {"people": people, "roles": ["curator"], "reason": "the new desk", "language": "ja"}
    admin = sign_in(cast.admin)
    page = admin.post("/people/accounts/invite/", form | {"do": "look"})
    assert [(one.person, one.problem) for one in page.context["guests"]] == [
        (known, ""),
        (unnamed, ""),
        (None, ""),
        (cast.lead.person, "Has an account already."),
    ]
    assert (page.context["count"], Invitation.objects.count()) == (3, 0)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post("/people/accounts/invite/", form | {"do": "invite"})
    dora = Person.objects.get(email="dora@hub.example")
    assert (dora.given_name, dora.family_name, dora.organisation) == ("Dora", "Mann", cast.admin.person.organisation)
    assert list(Invitation.objects.order_by("pk").values_list("person", "email", "roles", "language")) == [
        (known.pk, "aiko@hub.example", ["curator"], "ja"),
        (unnamed.pk, "bob@hub.example", ["curator"], "ja"),
        (dora.pk, "dora@hub.example", ["curator"], "ja"),
    ]
    assert sorted(one.to[0] for one in mail.outbox) == ["aiko@hub.example", "bob@hub.example", "dora@hub.example"]


def test_colleagues_without_an_account_are_listed(cast: Cast, sign_in: Callable[..., Client]) -> None:
    make_person("Aiko Nakamura", email="aiko@hub.example")
    page = sign_in(cast.admin).get("/people/accounts/invite/?colleagues=1")
    assert page.context["form"]["people"].value() == "Aiko Nakamura <aiko@hub.example>"
