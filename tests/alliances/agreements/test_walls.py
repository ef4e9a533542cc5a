"""The wall around a programme: putting it up and taking it away, and who is let in. What leaks through it is asked in
`tests/architecture/test_leaks.py`, who may open which page in `docs/access.csv`."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from alliances.agreements.actions.agreements import edit_agreement
from alliances.agreements.actions.programmes import let_in, raise_wall, shut_out
from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from coe_hub.attachments.actions import add_link, attach_file
from coe_hub.attachments.models import Attachment
from coe_hub.lib.errors import DomainError
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.handover.belongings import holdings
from coe_hub.people.models import Organisation, ScopeGrant
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.attachments.data import pdf
from tests.cast import Cast
from tests.factories import make_organisation, make_person, make_user

SignIn = Callable[..., Client]


def let_in_by_name(programme: Programme) -> dict[str, str]:
    return dict(programme.scope.grants.values_list("person__given_name", "role"))


def test_programme_wall_takes_agreements_and_files_along_and_brings_them_back(
    cast: Cast, alliance: Alliance, sign_in: SignIn
) -> None:
    programme = make_programme(alliance, by=cast.lead)
    agreement = make_agreement(alliance, by=cast.lead, programme=programme)
    amendment = make_agreement(alliance, by=cast.lead, programme=programme, amends=agreement, changes="One line")
    outside = make_agreement(alliance, by=cast.lead, title="Outside")
    for record in (programme, agreement, outside):
        attach_file(record=record, upload=pdf(), by=cast.lead)
    lead, team, address = sign_in(cast.lead), sign_in(cast.team), reverse("programme_wall", args=[programme.public_id])

    lead.post(address, {"reason": "a rival asset"})
    programme.refresh_from_db()
    inside = programme.scope
    assert (inside.parent, inside.kind, let_in_by_name(programme)) == (alliance.scope, "restricted", {"Lena": "lead"})
    assert list(Agreement.objects.filter(scope=inside).order_by("pk")) == [agreement, amendment]
    assert Attachment.objects.filter(folder__scope=inside).count() == 2
    assert [team.get(one.get_absolute_url()).status_code for one in (agreement, outside)] == [404, 200]
    assert team.get(address).status_code == 404

    lead.post(address, {"reason": "a rival asset"})
    programme.refresh_from_db()
    assert (programme.scope, Agreement.objects.filter(scope=alliance.scope).count()) == (alliance.scope, 3)
    assert Attachment.objects.filter(folder__scope=alliance.scope).count() == 3


def test_a_wall_does_not_cut_through_what_belongs_together(cast: Cast, alliance: Alliance) -> None:
    programme = make_programme(alliance, by=cast.lead)
    before = make_agreement(alliance, by=cast.lead, title="Before", programme=programme)
    after = make_agreement(alliance, by=cast.lead, title="After", programme=programme, replaces=before)
    Agreement.objects.filter(pk=after.pk).update(programme=None)
    with pytest.raises(DomainError) as refused:
        raise_wall(programme=programme, by=cast.lead)
    assert refused.value.message == (
        "“After” is tied to an agreement outside this programme. Give both the same programme first."
    )


def test_an_agreement_that_moves_behind_a_wall_takes_along_what_it_is_tied_to(cast: Cast, alliance: Alliance) -> None:
    walled = make_programme(alliance, by=cast.lead, is_firewalled=True)
    first = make_agreement(alliance, by=cast.lead, title="First")
    second = make_agreement(alliance, by=cast.lead, title="Second", replaces=first)
    amendment = make_agreement(alliance, by=cast.lead, amends=second, changes="One line")
    add_link(record=amendment, title="Signed copy", address="https://vault.example/1", by=cast.lead)
    parties = [(one.organisation, one.side) for one in first.parties.all()]
    edit_agreement(agreement=first, version=first.version, parties=parties, programme=walled)
    moved = Agreement.objects.filter(programme=walled, scope=walled.scope).order_by("pk")
    assert list(moved) == [first, second, amendment]
    assert Attachment.objects.get().folder.scope == walled.scope


@pytest.mark.parametrize("follows", ["amends", "replaces"])
def test_what_follows_an_agreement_stands_where_that_one_does(follows: str, cast: Cast, alliance: Alliance) -> None:
    walled = make_programme(alliance, by=cast.lead, is_firewalled=True)
    inside = make_agreement(alliance, by=cast.lead, title="Inside", programme=walled)
    with pytest.raises(DomainError) as refused:
        make_agreement(alliance, by=cast.lead, **{follows: inside})
    assert refused.value.message == "It must belong to the same programme as “Inside”."


def test_programme_let_in_and_programme_shut_out(cast: Cast, alliance: Alliance, sign_in: SignIn) -> None:
    programme = make_programme(alliance, by=cast.lead, is_firewalled=True)
    lead, viewer = sign_in(cast.lead), sign_in(cast.viewer)
    address = reverse("programme_let_in", args=[programme.public_id])
    assert viewer.get(programme.get_absolute_url()).status_code == 404
    lead.post(address, {"person": "Vera Viewer", "access": "viewer"})
    assert viewer.get(programme.get_absolute_url()).status_code == 200
    assert viewer.post(address, {"person": "Stan Stranger", "access": "lead"}).status_code == 403
    contact = make_person("Nora Contact", at=make_organisation("Northwind Biotech"))
    page = lead.post(address, {"person": contact.display_name, "access": "team"})
    assert page.context["form"].errors == {
        "person": ["Nora Contact is at the partner. Only people on our side can be let in."]
    }
    told = [one.what for one in lead.get(programme.get_absolute_url()).context["sentences"]]
    assert told == ["let Vera Viewer in", "let Lena Lead in", "added the programme “KRAS G12D”"]
    grant = programme.scope.grants.get(person=cast.viewer.person)
    lead.post(reverse("programme_shut_out", args=[programme.public_id, grant.pk]))
    assert (let_in_by_name(programme), viewer.get(programme.get_absolute_url()).status_code) == ({"Lena": "lead"}, 404)


def test_somebody_always_leads_behind_the_wall(cast: Cast, alliance: Alliance) -> None:
    programme = make_programme(alliance, by=cast.lead, is_firewalled=True)
    last = "Lena Lead is the only lead behind this wall. Let somebody else in as lead first."
    for leave in (
        lambda: shut_out(programme=programme, person=cast.lead.person),
        lambda: let_in(programme=programme, person=cast.lead.person, access="viewer"),
    ):
        with pytest.raises(DomainError) as refused:
            leave()
        assert refused.value.message == last
    let_in(programme=programme, person=cast.team.person, access="lead")
    shut_out(programme=programme, person=cast.lead.person)
    assert let_in_by_name(programme) == {"Tom": "lead"}


def test_without_a_wall_nobody_is_let_in(cast: Cast, alliance: Alliance) -> None:
    programme = make_programme(alliance, by=cast.lead)
    with pytest.raises(DomainError) as refused:
        let_in(programme=programme, person=cast.viewer.person, access="team")
    assert refused.value.message == "Whoever sees the alliance sees this programme. Put it behind a wall first."
    assert not ScopeGrant.objects.filter(scope__parent__isnull=False).exists()


def test_whoever_is_let_in_to_work_there_adds_agreements_to_that_programme_alone(
    cast: Cast, secret: Alliance, sign_in: SignIn
) -> None:
    programme = make_programme(secret, by=cast.lead, is_firewalled=True)
    make_programme(secret, by=cast.lead, name="Other", is_firewalled=True)
    let_in(programme=programme, person=cast.stranger.person, access="team")
    stranger = sign_in(cast.stranger)
    address = reverse("agreement_create", args=[secret.public_id])
    page = stranger.get(address, {"programme": programme.public_id})
    field = page.context["form"].fields["programme"]
    assert (list(field.queryset), field.required) == ([programme], True)
    kind = page.context["form"].fields["kind"].queryset.get(code="supply")
    typed = {"title": "Supply", "kind": kind.pk, "renewal": "none", "expires_on": "2027-01-31"}
    assert stranger.post(address, typed).context["form"].errors == {"programme": ["This field is required."]}
    answer = stranger.post(address, typed | {"programme": programme.pk})
    made = Agreement.objects.get()
    assert (answer["Location"], made.scope, made.expires_on) == (
        made.get_absolute_url(), programme.scope, date(2027, 1, 31),
    )  # fmt: skip
    assert stranger.get(reverse("agreement_edit", args=[made.public_id])).status_code == 200
    assert stranger.get(secret.get_absolute_url()).status_code == 404


def test_whoever_is_let_in_knows_the_parties_of_what_stands_there(cast: Cast, secret: Alliance) -> None:
    programme = make_programme(secret, by=cast.lead, is_firewalled=True)
    make_agreement(secret, by=cast.lead, programme=programme)
    hidden = Organisation.objects.filter(name="Umbra Therapeutics")
    assert not (hidden & Organisation.objects.visible_to(cast.stranger)).exists()
    let_in(programme=programme, person=cast.stranger.person, access="viewer")
    assert list(hidden & Organisation.objects.visible_to(cast.stranger)) == [hidden.get()]


def test_nobody_looks_after_what_they_do_not_see(cast: Cast, alliance: Alliance, sign_in: SignIn) -> None:
    programme = make_programme(alliance, by=cast.lead, is_firewalled=True)
    agreement = make_agreement(alliance, by=cast.lead, programme=programme)
    data = {"title": "Licence", "kind": agreement.kind_id, "renewal": "none", "programme": programme.pk, "version": 1}
    address = reverse("agreement_edit", args=[agreement.public_id])
    page = sign_in(cast.lead).post(address, data | {"owner": "Vera Viewer"})
    assert page.context["form"].errors == {
        "owner": ["Vera Viewer does not see this agreement. Let them in first, then name them here."]
    }


def test_what_somebody_holds_of_agreements_goes_over(cast: Cast, alliance: Alliance) -> None:
    programme = make_programme(alliance, by=cast.lead, is_firewalled=True)
    make_agreement(alliance, by=cast.lead, title="Inside", programme=programme, owner=cast.lead.person)
    make_agreement(alliance, by=cast.lead, title="Outside", owner=cast.lead.person)
    make_agreement(alliance, by=cast.lead, title="Over", owner=cast.lead.person, expires_on=date(2025, 1, 1))
    ours = [one for one in holdings(cast.lead.person, user=cast.lead).shown if one.kind in {"programme", "agreement"}]
    assert [(one.kind, one.title, one.mail_title) for one in ours] == [
        ("programme", "KRAS G12D", f"KRAS G12D ({alliance.name})"),
        ("agreement", "Inside", f"Inside ({alliance.name})"),
        ("agreement", "Outside", f"Outside ({alliance.name})"),
    ]
    seen = holdings(cast.lead.person, user=cast.team)
    assert [one.title for one in seen.shown if one.kind in {"programme", "agreement"}] == ["Outside"]
    taker = make_user("Tara Taker").person
    hand_over(giver=cast.lead.person, takers={one.key: taker for one in ours}, by=cast.lead, keeps=False)
    assert set(Agreement.objects.filter(owner=taker).values_list("title", flat=True)) == {"Inside", "Outside"}
    assert let_in_by_name(programme) == {"Tara": "lead"}
