"""Internal alignment: our own departments are heard before we speak to the partner, who sees nothing of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from alliances.alignment.actions import PURPOSE, ask_each, begin_check, hear, leave_out, say_where_they_stand, stand_url
from alliances.alignment.models import AlignmentCheck, Stand
from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.people.access.partner_links import make_partner_link
from coe_hub.people.models import Person
from tests.cast import Cast
from tests.surveys.data import people_of

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def ours(alliance: Alliance) -> list[Person]:
    """Two of ours beside lead and team; neither has an account."""
    return people_of(alliance, "ours", ["Lars Legal", "Fiona Finance"])


@pytest.fixture
def check(alliance: Alliance, cast: Cast, ours: list[Person]) -> AlignmentCheck:
    people = [cast.team.person, *ours]
    return begin_check(alliance=alliance, people=people, by=cast.lead, occasion="Steering committee", needed_on=SOON)


def say(stand: Stand, **values: Any) -> None:
    say_where_they_stand(stand=stand, version=stand.version, **values)


def test_alignment_create_lists_our_people_and_nobody_of_the_partner(
    alliance: Alliance, cast: Cast, ours: list[Person], sign_in: Callable[..., Client]
) -> None:
    people_of(alliance, "theirs", ["Tara One"])
    lead, address = sign_in(cast.lead), f"/alliances/{alliance.public_id}/alignment/new/"
    form = lead.get(address).context["form"]
    assert sorted(label for _key, label in form.fields["people"].choices) == [
        "Fiona Finance",
        "Lars Legal",
        "Lena Lead",
    ]
    data = {"version": 0, "occasion": "Steering committee", "needed_on": SOON.isoformat(), "readiness": "exploring"}
    begun = lead.post(address, data | {"people": [one.public_id for one in ours]})
    made = AlignmentCheck.objects.get()
    assert begun["Location"] == made.get_absolute_url()
    assert made.stands.to_hear().count() == 2


def test_nobody_of_the_partner_is_ever_on_the_list(check: AlignmentCheck, alliance: Alliance) -> None:
    [tara] = people_of(alliance, "theirs", ["Tara One"])
    with pytest.raises(DomainError, match="not on our side"):
        hear(check=check, person=tara)


def test_alliance_alignment_says_who_still_has_to_be_heard(
    check: AlignmentCheck, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    team, lars, fiona = check.stands.order_by("pk")
    say(team, position="aligned", knows_goals="yes", resources="yes", mandate="Up to a million")
    say(fiona, position="concerns", open_points="Costs of the second series")
    lead = sign_in(cast.lead)
    page = lead.get(f"/alliances/{alliance.public_id}/alignment/")
    assert [one.person.given_name for one in page.context["to_hear"]] == ["Lars"]
    assert page.context["found"][0].cells == [1, 1, 1, 0]
    overview = lead.get(alliance.get_absolute_url())
    titles = [matter.title for matter in overview.context["matters"]]
    assert f"Still to be heard: {lars.department}" in titles


def test_stand_edit_writes_a_talk_down_with_its_day(
    check: AlignmentCheck, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    stand = check.stands.order_by("pk")[1]
    lead, address = sign_in(cast.lead), f"/alliances/alignment/stand/{stand.public_id}/"
    form = lead.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    assert lead.post(address, fields | {"position": "against", "open_points": "Liability"}).status_code == 302
    stand.refresh_from_db()
    assert (stand.position, stand.open_points, stand.heard_on) == ("against", "Liability", TODAY)
    with pytest.raises(LostUpdateError):
        say_where_they_stand(stand=stand, version=1, position="aligned")
    with pytest.raises(DomainError, match="heard already"):
        leave_out(stand=stand)
    say(stand, position="not_asked")
    assert stand.heard_on is None
    assert lead.post(f"{address}leave-out/").status_code == 302
    assert check.stands.count() == 2


def test_alignment_edit_changes_what_all_of_us_say(
    check: AlignmentCheck, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    lead, address = sign_in(cast.lead), f"/alliances/alignment/{check.public_id}/edit/"
    form = lead.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    changed = {"message": "We go on with one series.", "readiness": "ready", "not_before": SOON.isoformat()}
    assert lead.post(address, fields | changed).status_code == 302
    check.refresh_from_db()
    assert (check.message, check.readiness, check.not_before) == ("We go on with one series.", "ready", SOON)


def test_each_is_asked_by_mail_and_has_it_among_what_is_due(
    check: AlignmentCheck, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        told, unreached = ask_each(check=check, by=cast.lead)
    assert (len(told), unreached) == (3, [])
    assert sorted(one.to[0] for one in mail.outbox) == ["fiona@ours.example", "lars@ours.example", "tom@hub.example"]
    found = [one for one in due.items(until=SOON, owner_id=cast.team.person_id) if one.kind == "alignment"]
    assert [(one.due_date, one.detail) for one in found] == [(SOON, "Steering committee")]
    for stand in check.stands.all():
        say(stand, position="aligned")
    with pytest.raises(DomainError, match="Everybody has been heard"):
        ask_each(check=check, by=cast.lead)
    assert [one for one in due.items(until=SOON, owner_id=cast.team.person_id) if one.kind == "alignment"] == []


def test_stand_answer_is_open_to_the_one_it_is_asked_of(
    check: AlignmentCheck, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    stand = check.stands.get(person=cast.team.person)
    address = f"/alliances/alignment/stand/{stand.public_id}/answer/"
    assert sign_in(cast.lead).get(address).status_code == 404
    team = sign_in(cast.team)
    form = team.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    assert team.post(address, fields | {"position": "concerns", "open_points": "People"}).status_code == 302
    stand.refresh_from_db()
    assert (stand.position, stand.open_points, stand.heard_on) == ("concerns", "People", TODAY)


def test_one_of_ours_without_an_account_says_it_by_a_link(check: AlignmentCheck, ours: list[Person]) -> None:
    stand = check.stands.get(person=ours[0])
    client = Client()
    client.get("/p/" + stand_url(stand).rsplit("/p/", 1)[1])
    form = client.get("/p/").context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"position": "aligned"}
    assert client.post("/p/", fields).status_code == 302
    stand.refresh_from_db()
    assert stand.position == "aligned"
    assert "nothing left for you to do" in client.get("/p/").content.decode()


def test_a_link_to_it_opens_nothing_for_somebody_at_the_partner(check: AlignmentCheck, alliance: Alliance) -> None:
    [tara] = people_of(alliance, "theirs", ["Tara One"])
    stand = check.stands.order_by("pk")[0]
    Stand.objects.filter(pk=stand.pk).update(person=tara, open_points="Our floor is ten million")
    client = Client()
    address = make_partner_link(purpose=PURPOSE, object_id=stand.pk, scope=alliance.scope, person=tara)
    client.get("/p/" + address.rsplit("/p/", 1)[1])
    page = client.get("/p/").content.decode()
    assert "nothing left for you to do" in page
    assert "ten million" not in page


def test_how_it_moved_is_told_from_the_second_check_on(
    check: AlignmentCheck, alliance: Alliance, cast: Cast, ours: list[Person], sign_in: Callable[..., Client]
) -> None:
    lead, address = sign_in(cast.lead), f"/alliances/{alliance.public_id}/alignment/"
    assert lead.get(address).context["drawn"] is None
    later = begin_check(
        alliance=alliance, people=ours, by=cast.lead, occasion="Launch", needed_on=SOON + timedelta(days=90)
    )
    for stand in later.stands.all():
        say(stand, position="aligned")
    page = lead.get(address)
    assert [(one.check.occasion, one.cells) for one in page.context["found"]] == [
        ("Launch", [0, 2, 0, 0]),
        ("Steering committee", [3, 0, 0, 0]),
    ]
    assert page.content.decode().count('class="chart bars"') == 1


def test_alignment_detail_is_hidden_with_its_alliance(
    secret: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    made = begin_check(alliance=secret, people=[cast.lead.person], by=cast.lead, occasion="Signing", needed_on=SOON)
    answered = {
        name: sign_in(getattr(cast, name)).get(made.get_absolute_url()).status_code for name in ("viewer", "manager")
    }
    assert answered == {"viewer": 200, "manager": 404}


def test_one_more_is_heard_one_is_left_out_and_the_others_are_asked(
    check: AlignmentCheck,
    alliance: Alliance,
    cast: Cast,
    sign_in: Callable[..., Client],
    django_capture_on_commit_callbacks: Any,
) -> None:
    [quentin] = people_of(alliance, "ours", ["Quentin Quality"])
    lead, stand = sign_in(cast.lead), check.stands.get(person=cast.team.person)
    heard = lead.post(
        f"/alliances/alignment/{check.public_id}/hear/", {"person": quentin.public_id, "department": "Quality"}
    )
    left_out = lead.post(f"/alliances/alignment/stand/{stand.public_id}/leave-out/")
    with django_capture_on_commit_callbacks(execute=True):
        asked = lead.post(f"/alliances/alignment/{check.public_id}/ask/")
    assert [one["Location"] for one in (heard, left_out, asked)] == [check.get_absolute_url()] * 3
    assert sorted(check.stands.values_list("person__given_name", flat=True)) == ["Fiona", "Lars", "Quentin"]
    assert check.stands.get(person=quentin).department == "Quality"
    assert len(mail.outbox) == 3
