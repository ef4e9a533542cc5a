"""Handing over: what hangs on somebody goes to others at once, is told once, and leaks nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.core.signals import rule_of
from alliances.goals.actions.goals import set_goal
from alliances.goals.actions.sign_offs import ask_to_sign
from alliances.importing.lookups import Lookups
from alliances.reviews.actions.appointments import plan_review
from alliances.reviews.appointments import may_be_invited
from coe_hub.action_items.models import ActionItem
from coe_hub.audit.directory import person_sentences
from coe_hub.lib.errors import DomainError
from coe_hub.people.access.partner_links import contact_for
from coe_hub.people.directory.correspondence import email_of
from coe_hub.people.directory.lookup import person_label
from coe_hub.people.handover.actions import close_account, hand_over
from coe_hub.people.handover.belongings import holdings
from coe_hub.people.models import Person, ScopeGrant, User
from tests.alliances.data import as_opened
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
from tests.reminders.items import make_item
from tests.toolkits.data import make_tool

TODAY = date(2026, 11, 30)


@pytest.fixture
def leaver(cast: Cast) -> User:
    """Somebody with one thing of each kind."""
    user = make_user("Lea Leaver")
    alliance = make_alliance("Kestrel × Halden: CAR-T", by=user, code_name="Heron")
    make_member(alliance, user.person, role="scientific_lead")
    make_item(alliance, user.person, by=user, text="Send the minutes")
    tool = make_tool(author=cast.curator, approver=cast.admin)
    tool.content.owner = user.person
    tool.content.save()
    plan_review(
        alliance=alliance,
        people=[user.person],
        by=user,
        starts_at=timezone.now() + timedelta(days=9),
        minutes=60,
        time_zone="UTC",
    )
    return user


def held(user: User, *, by: User) -> list[str]:
    return [one.kind for one in holdings(user.person, user=by).shown]


def give_all(giver: User, taker: User, *, by: User, **values: Any) -> None:
    found = holdings(giver.person, user=by).shown
    hand_over(giver=giver.person, takers={one.key: taker.person for one in found}, by=by, **values)


def test_what_hangs_on_somebody_is_listed_by_kind(leaver: User, cast: Cast) -> None:
    assert held(leaver, by=leaver) == ["lead", "role", "action", "tool", "appointment"]
    assert held(cast.stranger, by=leaver) == []


def test_everything_goes_over_at_once_and_the_new_one_can_act(leaver: User, cast: Cast) -> None:
    give_all(leaver, cast.stranger, by=leaver)
    alliance = Alliance.objects.get()
    assert held(cast.stranger, by=leaver) == ["lead", "role", "action", "tool", "appointment"]
    # Who handed over stays on the team, and keeps a way in.
    assert held(leaver, by=leaver) == ["role"]
    roles = {(one.person, one.role.code) for one in alliance.members.select_related("role")}
    assert roles == {(cast.stranger.person, "scientific_lead"), (leaver.person, "team_member")}
    grants = dict(ScopeGrant.objects.filter(scope=alliance.scope).values_list("person", "role"))
    assert grants == {cast.stranger.person_id: "lead", leaver.person_id: "team"}


def test_who_does_not_stay_on_the_team_loses_their_way_in(leaver: User, cast: Cast) -> None:
    give_all(leaver, cast.stranger, by=leaver, keeps=False)
    assert held(leaver, by=leaver) == []
    assert list(ScopeGrant.objects.values_list("person", flat=True)) == [cast.stranger.person_id]


def test_each_who_takes_over_gets_one_mail_in_their_language(
    leaver: User, cast: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    User.objects.filter(pk=cast.team.pk).update(language="ja")
    team = Person.objects.get(pk=cast.team.person_id)
    found = holdings(leaver.person, user=cast.admin).shown
    takers = {one.key: team if one.kind == "action" else cast.stranger.person for one in found}
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(giver=leaver.person, takers=takers, by=cast.admin)
    told = {one.to[0]: one for one in mail.outbox if "METHOD" not in str(one.alternatives)}
    assert sorted(told) == ["stan@hub.example", "tom@hub.example"]
    assert told["stan@hub.example"].subject == "4 things of Lea Leaver are yours now"
    assert told["tom@hub.example"].subject == "Lea Leaverさんの1件を引き継ぎました"
    text = told["stan@hub.example"].body
    assert "Ada Admin handed over to you what Lea Leaver had:" in text
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- Heron",
        "- Heron",
        "- Minutes and what to capture",
        "- Heron",
    ]
    assert "Kestrel × Halden" not in text
    assert told["stan@hub.example"].reply_to == ["ada@hub.example"]


def test_nothing_goes_over_where_one_thing_is_refused(leaver: User, cast: Cast) -> None:
    User.objects.filter(pk=cast.team.pk).update(is_active=False)
    found = holdings(leaver.person, user=leaver).shown
    takers = {one.key: cast.stranger.person for one in found}
    takers[found[-1].key] = Person.objects.get(pk=cast.team.person_id)
    with pytest.raises(DomainError, match="The account of Tom Team is closed"):
        hand_over(giver=leaver.person, takers=takers, by=leaver)
    assert held(leaver, by=leaver) == ["lead", "role", "action", "tool", "appointment"]


def test_handing_over_twice_changes_nothing(leaver: User, cast: Cast) -> None:
    found = holdings(leaver.person, user=leaver).shown
    takers = {one.key: cast.stranger.person for one in found}
    hand_over(giver=leaver.person, takers=takers, by=leaver)
    second = {one.key: cast.team.person for one in found}
    assert hand_over(giver=leaver.person, takers=second, by=leaver) == []
    assert held(cast.team, by=leaver) == []


def test_it_stands_in_the_history(leaver: User, cast: Cast) -> None:
    give_all(leaver, cast.stranger, by=leaver)
    told = [(one.what, one.reason) for one in alliance_sentences(Alliance.objects.get())]
    assert ("changed “lead” from Lea Leaver to Stan Stranger", "as part of a hand-over") in told
    assert ("gave the action “Send the minutes” to Stan Stranger", "as part of a hand-over") in told


def test_whoever_had_the_role_already_has_it_once(leaver: User, cast: Cast) -> None:
    alliance = Alliance.objects.get()
    make_member(alliance, cast.team.person, role="scientific_lead")
    give_all(leaver, cast.team, by=leaver, keeps=False)
    assert [(one.person, one.role.code) for one in alliance.members.all()] == [(cast.team.person, "scientific_lead")]


def test_a_co_owner_who_takes_over_owns_the_tool_alone(cast: Cast) -> None:
    content = make_tool(author=cast.curator, approver=cast.admin).content
    content.owner, content.co_owner = cast.lead.person, cast.team.person
    content.save()
    give_all(cast.lead, cast.team, by=cast.lead)
    content.refresh_from_db()
    assert (content.owner, content.co_owner) == (cast.team.person, None)


# --- What an admin may not see --------------------------------------------------------------------------------------
@pytest.fixture
def hidden(leaver: User) -> Alliance:
    """A restricted alliance that the leaver leads, with an open action of theirs."""
    umbra = make_organisation("Umbra Therapeutics", is_public=False)
    alliance = make_alliance(
        "Umbra acquisition talks", by=leaver, kind="restricted", stage="exploring", partners=[umbra.name]
    )
    make_item(alliance, leaver.person, by=leaver, text="Ask Umbra for the data room")
    return alliance


def test_an_admin_counts_what_is_hidden_and_learns_no_name(
    leaver: User, hidden: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(cast.admin)
    for name in ("account_close", "person_hand_over"):
        page = browser.get(reverse(name, args=[leaver.person.public_id]))
        text = page.content.decode()
        assert page.context["hidden_count"] == 2
        assert "2 things more stand in restricted alliances that you may not see." in text
        assert [word for word in ("Umbra", "data room", hidden.public_id) if word in text] == []


def test_what_is_hidden_goes_to_the_sponsor_by_rule(leaver: User, hidden: Alliance, cast: Cast) -> None:
    make_member(hidden, cast.team.person, role="team_member")
    make_member(hidden, cast.stranger.person, role="executive_sponsor")
    hand_over(giver=leaver.person, takers={}, by=cast.admin, keeps=False, hidden_too=True)
    hidden.refresh_from_db()
    item = ActionItem.objects.get(scope=hidden.scope)
    assert (hidden.lead, item.owner) == (cast.stranger.person, cast.stranger.person)
    assert not ScopeGrant.objects.filter(scope=hidden.scope, person=leaver.person).exists()


def test_what_is_hidden_stays_where_nobody_is_next_or_nobody_asked(leaver: User, hidden: Alliance, cast: Cast) -> None:
    hand_over(giver=leaver.person, takers={}, by=cast.admin, hidden_too=True)
    make_member(hidden, cast.stranger.person, role="executive_sponsor")
    hand_over(giver=leaver.person, takers={}, by=cast.admin, hidden_too=False)
    hidden.refresh_from_db()
    assert hidden.lead == leaver.person


def test_a_forged_key_of_something_hidden_moves_nothing(leaver: User, hidden: Alliance, cast: Cast) -> None:
    assert hand_over(giver=leaver.person, takers={f"lead-{hidden.pk}": cast.admin.person}, by=cast.admin) == []
    hidden.refresh_from_db()
    assert hidden.lead == leaver.person


# --- Pages ----------------------------------------------------------------------------------------------------------
def posted(page: Any, **changes: str) -> dict[str, str]:
    """What the page would post as it stands, with these changes; None takes a field out."""
    form = page.context["form"]
    data = {"keeps": "on"} if form["keeps"].value() else {}
    data |= {line.goes.html_name: "on" for _label, lines in form.groups() for line in lines}
    if "hidden" in form.fields:
        data["hidden"] = "rule"
    data["taker"] = form["taker"].value() or ""
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_one_alliance_is_handed_over_on_its_own_page(leaver: User, cast: Cast, sign_in: Callable[..., Client]) -> None:
    alliance = Alliance.objects.get()
    browser = sign_in(leaver)
    address = reverse("alliance_hand_over", args=[alliance.public_id])
    page = browser.get(address)
    assert [len(lines) for _label, lines in page.context["form"].groups()] == [1, 1, 1, 1]
    response = browser.post(address, posted(page, taker=person_label(cast.stranger.person)))
    assert response["Location"] == alliance.get_absolute_url()
    alliance.refresh_from_db()
    assert (alliance.lead, held(leaver, by=leaver)) == (cast.stranger.person, ["role", "tool"])


def test_single_things_go_to_somebody_else_or_stay(leaver: User, cast: Cast, sign_in: Callable[..., Client]) -> None:
    alliance = Alliance.objects.get()
    item = ActionItem.objects.get()
    browser = sign_in(leaver)
    address = reverse("alliance_hand_over", args=[alliance.public_id])
    role = alliance.members.get()
    data = posted(
        browser.get(address),
        taker=person_label(cast.stranger.person),
        **{f"goes-role-{role.pk}": None, f"taker-action-{item.pk}": person_label(cast.team.person)},
    )
    browser.post(address, data)
    alliance.refresh_from_db()
    item.refresh_from_db()
    assert (alliance.lead, item.owner, alliance.members.get().person) == (
        cast.stranger.person,
        cast.team.person,
        leaver.person,
    )


def test_the_form_asks_who_takes_over(leaver: User, cast: Cast, sign_in: Callable[..., Client]) -> None:
    browser = sign_in(leaver)
    address = reverse("alliance_hand_over", args=[Alliance.objects.get().public_id])
    page = browser.get(address)
    nobody = browser.post(address, posted(page)).context["form"].errors["taker"]
    themself = browser.post(address, posted(page, taker=person_label(leaver.person))).context["form"].errors["taker"]
    assert (nobody[0], themself) == (
        "Say who takes over what is ticked.",
        ["Name somebody else: Lea Leaver has it now."],
    )


def test_another_lead_in_the_edit_form_asks_the_same(leaver: User, cast: Cast, sign_in: Callable[..., Client]) -> None:
    alliance = Alliance.objects.get()
    browser = sign_in(leaver)
    address = reverse("alliance_edit", args=[alliance.public_id])
    data = as_opened(browser, address, lead=person_label(cast.stranger.person), purpose="New words")
    response = browser.post(address, data)
    asked = f"{reverse('alliance_hand_over', args=[alliance.public_id])}?to={cast.stranger.person.public_id}"
    alliance.refresh_from_db()
    assert (response["Location"], alliance.lead, alliance.purpose) == (asked, leaver.person, "New words")
    page = browser.get(asked)
    assert page.context["form"]["taker"].value() == person_label(cast.stranger.person)
    browser.post(asked, posted(page))
    alliance.refresh_from_db()
    assert alliance.lead == cast.stranger.person


# --- Closing an account ---------------------------------------------------------------------------------------------
def test_unticking_can_sign_in_leads_to_what_hangs_on_them(
    leaver: User, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(cast.admin)
    response = browser.post(
        reverse("account_edit", args=[leaver.person.public_id]), {"roles": ["curator"], "reason": "leaves"}
    )
    leaver.refresh_from_db()
    address = reverse("account_close", args=[leaver.person.public_id])
    assert (response["Location"], leaver.is_active, leaver.roles) == (address, True, ["curator"])
    page = browser.get(address)
    assert page.context["count"] == 5
    assert "5 things hang on this person." in page.content.decode()


def test_closing_hands_over_and_closes_in_one_step(
    leaver: User, hidden: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    make_member(hidden, cast.team.person, role="executive_sponsor")
    browser = sign_in(cast.admin)
    address = reverse("account_close", args=[leaver.person.public_id])
    sent = posted(browser.get(address), taker=person_label(cast.stranger.person))
    refused = browser.post(address, sent).context["form"].errors
    assert refused == {"reason": ["Say in one line why. It stands in the history beside the change."]}
    response = browser.post(address, sent | {"reason": "left the company"})
    leaver.refresh_from_db()
    assert (response["Location"], leaver.is_active) == (reverse("account_list"), False)
    told = person_sentences(leaver.person, reader=cast.admin)[0]
    assert (told.who, told.what, told.reason) == ("Ada Admin", "closed the account", "left the company")
    assert held(leaver, by=cast.team) == []
    leads = {one.name: one.lead for one in Alliance.objects.all()}
    assert leads == {"Kestrel × Halden: CAR-T": cast.stranger.person, "Umbra acquisition talks": cast.team.person}


def test_what_is_left_counts_as_without_a_lead_and_as_orphaned(
    leaver: User, hidden: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(cast.admin)
    address = reverse("account_close", args=[leaver.person.public_id])
    before = [Alliance.objects.filter(rule_of(code)(TODAY)).count() for code in ("no_lead", "orphaned_action")]
    browser.post(address, posted(browser.get(address), hidden="leave", reason="left"))
    after = [Alliance.objects.filter(rule_of(code)(TODAY)).count() for code in ("no_lead", "orphaned_action")]
    assert (before, after) == ([0, 0], [2, 2])


def test_an_admin_does_not_close_their_own_account(cast: Cast) -> None:
    with pytest.raises(DomainError, match="You cannot take your own admin role"):
        close_account(account=cast.admin, takers={}, by=cast.admin, reason="leaves")
    cast.admin.refresh_from_db()
    assert cast.admin.is_active


# --- Whose account is closed ----------------------------------------------------------------------------------------
@pytest.fixture
def gone(cast: Cast) -> User:
    """Somebody whose account was closed."""
    user = make_user("Gordon Gone")
    close_account(account=user, takers={}, by=cast.admin, reason="left")
    return user


def test_no_picker_offers_whoever_is_gone(
    gone: User, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(cast.lead)
    addresses = ["/people/suggest/?q=gordon", reverse("member_suggest", args=[alliance.public_id]) + "?q=gordon"]
    assert [browser.get(address).json() for address in addresses] == [{"results": []}] * 2


@pytest.mark.parametrize("typed", ["Gordon Gone", "gordon@hub.example", "Gordon Gone · Kestrel Pharma"])
def test_whoever_is_gone_is_not_accepted(
    typed: str, gone: User, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(cast.lead)
    address = reverse("alliance_action_create", args=[alliance.public_id])
    form = browser.post(address, {"text": "Do it", "owner": typed}).context["form"]
    assert form.errors == {"owner": ["The account of Gordon Gone is closed. Name somebody else."]}


def test_whoever_is_gone_is_marked_on_their_page_and_in_lists(
    gone: User, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    make_member(alliance, gone.person, role="team_member")
    browser = sign_in(cast.lead)
    addresses = [
        gone.person.get_absolute_url(),
        "/people/?q=gordon",
        reverse("member_list", args=[alliance.public_id]),
        alliance.get_absolute_url(),
    ]
    assert [browser.get(one).content.decode().count("Account closed") for one in addresses] == [1, 1, 1, 1]


def test_somebody_without_an_account_is_not_gone(cast: Cast) -> None:
    person = make_person("Nell New")
    assert (person.is_gone, list(Person.objects.available().filter(pk=person.pk))) == (False, [person])


def test_nobody_who_is_gone_is_invited_to_a_review(gone: User, alliance: Alliance) -> None:
    make_member(alliance, gone.person, role="team_member")
    assert may_be_invited(alliance) == [alliance.lead]


def test_nobody_who_is_gone_is_named_to_sign_a_goal_or_written_to(
    gone: User, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    make_member(alliance, gone.person, role="executive_sponsor")
    form = sign_in(cast.lead).get(reverse("goal_create", args=[alliance.public_id])).context["form"]
    assert [key for key, _label in form.fields["people"].choices] == [alliance.lead.public_id]
    assert (email_of(gone.person), email_of(cast.lead.person)) == ("", "lena@hub.example")
    goal = set_goal(alliance=alliance, by=cast.lead, text="One candidate", people=[gone.person])
    with pytest.raises(DomainError, match="No e-mail address of Gordon Gone is known"):
        ask_to_sign(goal=goal, by=cast.lead)


def test_a_partner_is_not_sent_to_whoever_is_gone(alliance: Alliance, cast: Cast) -> None:
    assert contact_for(alliance.scope) == cast.lead.person
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert contact_for(alliance.scope) is None


def test_the_importer_does_not_name_whoever_is_gone_as_lead(gone: User, alliance: Alliance) -> None:
    lookups = Lookups()
    name, key = "gordon gone", lookups.key("gordon gone")
    assert lookups.people.find(name, key, current=None) == set()
    # Whose lead they are already stays as it is, so that an export can be brought in again.
    assert lookups.people.find(name, key, current=gone.person_id) == {gone.person_id}
