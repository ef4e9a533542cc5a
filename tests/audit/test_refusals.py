"""What is refused of the trail's filters, and of the days and walls of an auditor."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub.audit.forms import MandateForm, TrailForm
from coe_hub.audit.mandates import give_mandate
from coe_hub.lib.errors import DomainError
from tests.cast import Cast
from tests.factories import make_person
from tests.refusals import Said, refused

MEANWHILE: dict[str, Any] = {"scopes": [], "looks_from": None, "looks_until": None, "closes": True, "reason": "Yearly"}


def test_give_mandate_to_oneself_or_for_two_years_is_refused(cast: Cast) -> None:
    today = timezone.localdate()
    refusals: list[tuple[Any, int, Said]] = [
        (cast.admin, 30, DomainError("Nobody audits by their own leave. Ask another admin.")),
        (cast.team, 800, DomainError("Give a last day from today on, within a year.", field="ends_on")),
    ]
    for account, days, said in refusals:
        with refused(said):
            give_mandate(account=account, ends_on=today + timedelta(days=days), by=cast.admin, **MEANWHILE)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("by", "Nora Nobody", "Nora Nobody has no account."),
        ("about", "Umbra acquisition talks", "Nothing that you may see is called exactly so."),
        ("record", "core.Alliance:x", "There is no such record."),
        ("after", "nowhere", "This page of the list cannot be read. Begin again."),
    ],
)
def test_a_filter_that_cannot_be_read_says_why(field: str, text: str, said: str, secret: Alliance, cast: Cast) -> None:
    make_person("Nora Nobody")
    assert TrailForm({field: text}, reader=cast.auditor).errors == {field: [said]}


def test_a_mandate_names_only_what_whoever_gives_it_sees(secret: Alliance, cast: Cast) -> None:
    ends = timezone.localdate() + timedelta(days=30)
    data = {"ends_on": ends.isoformat(), "scopes": secret.name, "reason": "Yearly"}
    form = MandateForm(data, reader=cast.admin, mandate=None, titles=[])
    assert form.errors == {"scopes": [f"Nothing that you may see is called exactly “{secret.name}”."]}
