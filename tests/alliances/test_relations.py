"""The alliances of one person or organisation, as far as the reader may see them."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from alliances.core import parts
from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from coe_hub.people.models import User
from tests.cast import Cast
from tests.factories import OURS, make_alliance, make_organisation


def listed(sign_in: Callable[..., Client], user: User, address: str) -> list[str]:
    """The names of the alliances that the page lists for this reader."""
    return [one.name for one in sign_in(user).get(address).context["alliances"]]


def test_person_alliances_are_those_they_lead_or_work_on_and_the_reader_may_see(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    make_alliance("Of the manager", by=cast.manager)
    archive_alliance(alliance=make_alliance("An old one", by=cast.lead))
    address = reverse("person_alliances", args=[cast.lead.person.public_id])
    assert listed(sign_in, cast.lead, address) == [alliance.name, secret.name]
    assert listed(sign_in, cast.stranger, address) == [alliance.name]


def test_organisation_alliances_are_those_it_is_a_party_of_and_the_reader_may_see(
    cast: Cast, alliance: Alliance, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    make_alliance("Another pair", by=cast.lead, ours=["Kestrel Research"], partners=["Halden Bio"])
    address = reverse("organisation_alliances", args=[make_organisation(OURS).public_id])
    assert listed(sign_in, cast.lead, address) == [alliance.name, secret.name]
    assert listed(sign_in, cast.stranger, address) == [alliance.name]


def test_a_record_has_seven_tabs_at_most() -> None:
    """It stays calm with many parts: reviews are reached from the overview, which shows the last of them."""
    tabs = {str(tab.label): [str(page.label) for page in pages] for tab, pages in parts.pages_by_tab().items()}
    assert tabs == {
        "Overview": ["Overview"],
        "Work": ["Actions", "Journal", "Tools"],
        "People": ["People", "Sponsors"],
        "Agreement": ["Agreements", "Obligations", "Timeline", "Files"],
        "Governance": ["Committees", "Issues and risks"],
        "Health": ["Health checks", "Internal alignment", "Differences"],
        "History": ["History"],
    }
