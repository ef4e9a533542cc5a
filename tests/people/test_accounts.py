"""What accounts may do, and who says so."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from coe_hub.audit.directory import person_sentences
from coe_hub.people.models import User
from tests.cast import Cast


@pytest.fixture
def admin(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.admin)


def edit(client: Client, account: User, **data: object) -> object:
    posted = {"csrfmiddlewaretoken": "as every browser sends it"} | data
    return client.post(reverse("account_edit", args=[account.person.public_id]), posted)


def state(account: User) -> tuple[list[str], bool]:
    account.refresh_from_db()
    return account.roles, account.is_active


def test_roles_are_given_and_taken(admin: Client, cast: Cast) -> None:
    response = edit(admin, cast.stranger, roles=["curator", "auditor"], is_active="on", reason="two desks")
    assert response["Location"] == reverse("account_list")
    given = state(cast.stranger)
    assert edit(admin, cast.stranger, is_active="on").context["form"].errors == {
        "reason": ["Say in one line why. It stands in the history beside the change."]
    }
    edit(admin, cast.stranger, is_active="on", reason="one desk is enough")
    assert (given, state(cast.stranger)) == ((["auditor", "curator"], True), ([], True))
    told = person_sentences(cast.stranger.person, reader=cast.admin)
    assert {(one.who, one.what, one.reason) for one in told if "role" in one.what} == {
        ("Ada Admin", "gave the role: Auditor, Curator", "two desks"),
        ("Ada Admin", "took the role: Auditor, Curator", "one desk is enough"),
    }


def test_an_account_is_switched_off_and_on(admin: Client, cast: Cast, sign_in: Callable[..., Client]) -> None:
    inside = sign_in(cast.curator)
    answers = [inside.get("/").status_code]
    closed = edit(admin, cast.curator, roles=["curator"])["Location"]
    admin.post(closed, {"reason": "left"})
    answers.append(inside.get("/").status_code)
    edit(admin, cast.curator, roles=["curator"], is_active="on")
    # V8 of the security findings: an old session opens nothing; signing in does.
    answers += [inside.get("/").status_code, sign_in(User.objects.get(pk=cast.curator.pk)).get("/").status_code]
    assert answers == [200, 302, 302, 200]


@pytest.mark.parametrize(
    "data", [{"roles": ["admin"]}, {"is_active": "on"}, {"roles": ["curator"], "is_active": "on"}, {}]
)
def test_admins_cannot_lock_themselves_out(data: dict[str, object], admin: Client, cast: Cast) -> None:
    form = edit(admin, cast.admin, **data, reason="a holiday").context["form"]
    assert form.errors == {"__all__": ["You cannot take your own admin role or sign-in away. Ask another admin."]}
    assert state(cast.admin) == (["admin"], True)


def test_admins_may_take_a_further_role(admin: Client, cast: Cast) -> None:
    edit(admin, cast.admin, roles=["admin", "curator"], is_active="on", reason="both")
    assert state(cast.admin) == (["admin", "curator"], True)


def test_an_unknown_role_is_refused(admin: Client, cast: Cast) -> None:
    form = edit(admin, cast.stranger, roles=["king"], is_active="on", reason="a coup").context["form"]
    assert form.errors == {"roles": ["Select a valid choice. king is not one of the available choices."]}
    assert state(cast.stranger) == ([], True)


def test_a_role_works_from_the_next_page_on(admin: Client, cast: Cast, sign_in: Callable[..., Client]) -> None:
    stranger = sign_in(cast.stranger)
    before = stranger.get(reverse("word_kinds")).status_code
    edit(admin, cast.stranger, roles=["admin"], is_active="on", reason="helps out")
    assert (before, stranger.get(reverse("word_kinds")).status_code) == (403, 200)


def test_every_account_is_listed_with_its_roles(admin: Client, cast: Cast) -> None:
    page = admin.get(reverse("account_list")).context["page"]
    listed = {user.email: user.roles for user in page.object_list}
    assert listed == {user.email: user.roles for user in vars(cast).values()}
