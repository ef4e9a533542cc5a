"""SCIM 2.0, by requests as Microsoft Entra ID and Okta send them: scim_about, scim_users, scim_user, scim_groups,
scim_group."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from coe_hub.api.actions import make_token, open_token
from coe_hub.audit.directory import person_sentences
from coe_hub.calendars.actions import make_feed, open_feed
from coe_hub.identity.directory import leavers
from coe_hub.identity.group_roles import add_group_role
from coe_hub.identity.models import DirectoryAccount, DirectoryGroup
from coe_hub.identity.secrets import make_secret, revoke_secret
from coe_hub.people.accounts.actions import edit_account
from coe_hub.people.accounts.invitations import invite
from coe_hub.people.models import User
from tests.cast import Cast
from tests.factories import make_person

CORE = "urn:ietf:params:scim:schemas:core:2.0"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory:
    """The company's directory, with its secret."""

    def __init__(self, secret: str, kind: str = "application/scim+json") -> None:
        self.client, self.secret, self.kind = Client(), secret, kind

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.secret}"}
        data = "" if body is None else json.dumps(body)
        return self.client.generic(method, f"/scim/v2/{path}", data, content_type=self.kind, headers=headers)

    def get(self, path: str) -> Any:
        return self.ask("GET", path).json()

    def patch(self, path: str, *operations: dict[str, Any]) -> Any:
        return self.ask("PATCH", path, {"schemas": [PATCH_OP], "Operations": list(operations)})


@pytest.fixture
def directory(cast: Cast) -> Directory:
    return Directory(make_secret(name="Entra", by=cast.admin)[1])


def entra_user(**values: Any) -> dict[str, Any]:
    """What Entra sends for somebody who was assigned to the hub."""
    return {
        "schemas": [f"{CORE}:User", ENTERPRISE],
        "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
        "userName": "aiko.nakamura@hub.example",
        "active": True,
        "displayName": "Aiko Nakamura",
        "emails": [{"primary": True, "type": "work", "value": "Aiko.Nakamura@hub.example"}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": "Aiko Nakamura", "familyName": "Nakamura", "givenName": "Aiko"},
        "preferredLanguage": "ja-JP",
        "roles": [],
        ENTERPRISE: {"department": "Oncology"},
    } | values


def okta_user(**values: Any) -> dict[str, Any]:
    """What Okta sends."""
    return {
        "schemas": [f"{CORE}:User"],
        "userName": "otto@hub.example",
        "name": {"givenName": "Otto", "familyName": "Okta"},
        "emails": [{"primary": True, "value": "otto@hub.example", "type": "work"}],
        "displayName": "Otto Okta",
        "locale": "en-US",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": True,
    } | values


def test_entra_makes_finds_changes_and_closes_an_account(directory: Directory, cast: Cast) -> None:
    wanted = 'Users?filter=userName+eq+"Aiko.Nakamura@hub.example"'
    assert directory.get(wanted) == {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": 0, "startIndex": 1, "itemsPerPage": 0, "Resources": [],
    }  # fmt: skip
    made = directory.ask("POST", "Users", entra_user())
    told = made.json()
    assert (made.status_code, made["Content-Type"]) == (201, "application/scim+json")
    assert made["Location"] == told["meta"]["location"] == f"http://localhost:8000/scim/v2/Users/{told['id']}"
    user = User.objects.get(email="aiko.nakamura@hub.example")
    assert (user.person.public_id, user.person.family_name, user.language) == (told["id"], "Nakamura", "ja")
    assert (user.person.organisation, user.has_usable_password()) == (cast.admin.person.organisation, False)
    assert [one["id"] for one in directory.get(wanted)["Resources"]] == [told["id"]]
    again = directory.ask("POST", "Users", entra_user())
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")

    changed = directory.patch(
        f"Users/{told['id']}",
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "aiko.sato@hub.example"},
        {"op": "Replace", "path": "name.familyName", "value": "Sato"},
        {"op": "Add", "path": "title", "value": "Scientist"},
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Neurology"},
        {"op": "Replace", "path": "userName", "value": "aiko.sato@hub.example"},
    )
    user.refresh_from_db()
    assert (changed.status_code, changed.json()["name"]["familyName"]) == (200, "Sato")
    assert (user.email, user.person.email, user.person.job_title) == (
        "aiko.sato@hub.example", "aiko.sato@hub.example", "Scientist",
    )  # fmt: skip
    closed = directory.patch(f"Users/{told['id']}", {"op": "Replace", "path": "active", "value": "False"})
    user.refresh_from_db()
    assert (closed.json()["active"], user.is_active) == (False, False)
    directory.patch(f"Users/{told['id']}", {"op": "Replace", "path": "active", "value": "True"})
    user.refresh_from_db()
    assert user.is_active
    assert directory.ask("DELETE", f"Users/{told['id']}").status_code == 204
    user.refresh_from_db()
    assert (user.is_active, directory.ask("GET", f"Users/{told['id']}").status_code) == (False, 404)
    # Assigned anew after it was forgotten: the same account, open again
    back = directory.ask("POST", "Users", entra_user(emails=[{"type": "work", "value": "aiko.sato@hub.example"}]))
    user.refresh_from_db()
    assert (back.status_code, back.json()["id"], user.is_active) == (201, told["id"], True)
    sentences = [one.what for one in person_sentences(user.person, reader=cast.admin)]
    assert sentences.count("closed the account") == 2
    reasons = {one.reason for one in person_sentences(user.person, reader=cast.admin)}
    assert reasons == {"as the company’s directory says"}


def test_okta_makes_puts_and_deactivates_an_account(directory: Directory, cast: Cast) -> None:
    directory.kind = "application/scim+json; charset=utf-8"
    assert (
        directory.get("Users?filter=userName%20eq%20%22otto%40hub.example%22&startIndex=1&count=100")["totalResults"]
        == 0
    )
    key = directory.ask("POST", "Users", okta_user()).json()["id"]
    put = directory.ask("PUT", f"Users/{key}", okta_user(name={"givenName": "Otto", "familyName": "Neumann"}))
    user = User.objects.get(email="otto@hub.example")
    assert (put.status_code, put.json()["name"]["formatted"], user.person.family_name) == (
        200,
        "Otto Neumann",
        "Neumann",
    )
    closed = directory.patch(f"Users/{key}", {"op": "replace", "value": {"active": False}})
    user.refresh_from_db()
    assert (closed.status_code, user.is_active) == (200, False)
    directory.ask("PUT", f"Users/{key}", okta_user(active=True))
    user.refresh_from_db()
    assert user.is_active
    directory.patch(f"Users/{key}", {"op": "replace", "value": {"userName": "otto.n@hub.example"}})
    user.refresh_from_db()
    assert user.email == "otto.n@hub.example"
    assert directory.get('Users?filter=externalId eq "00ujl29u0le5T6Aj10h7"')["Resources"][0]["id"] == key


def test_accounts_come_by_the_rules_by_which_people_come_otherwise(directory: Directory, cast: Cast) -> None:
    asked = invite(
        person=make_person("Ivy Invited"), email="ivy@hub.example", roles=["curator"], language="ja", by=cast.admin
    )
    person = make_person("愛子 中村", latin_name="Aiko Nakamura", email="aiko.nakamura@hub.example")
    directory.ask("POST", "Users", entra_user())
    key = directory.ask("POST", "Users", okta_user(userName="ivy@hub.example", emails=[])).json()["id"]
    ivy = User.objects.select_related("person").get(email="ivy@hub.example")
    assert (ivy.person, ivy.roles, key) == (asked.person, ["curator"], asked.person.public_id)
    # The name in kanji stays as it is; the directory's goes where Latin letters stand
    assert User.objects.get(person=person).person.family_name == "中村"
    directory.ask("PUT", f"Users/{person.public_id}", entra_user(name={"familyName": "Sato", "givenName": "Aiko"}))
    person.refresh_from_db()
    assert (person.family_name, person.latin_name) == ("中村", "Aiko Sato")
    # Somebody who has an account already is known by their address, and is taken up by it
    found = directory.get('Users?filter=userName eq "STAN@hub.example"')["Resources"][0]
    assert (found["id"], found["userName"]) == (cast.stranger.person.public_id, "stan@hub.example")


def test_closing_ends_sessions_and_tokens_and_offers_the_hand_over(
    directory: Directory, cast: Cast, alliance: Any, sign_in: Any, settings: Any
) -> None:
    browser = sign_in(cast.lead)
    tomorrow = timezone.localdate() + timedelta(days=1)
    _row, token = make_token(user=cast.lead, name="figures", scope="read", expires_on=tomorrow)
    feed = urlsplit(make_feed(user=cast.lead)).path.split("/")[-1].removesuffix(".ics")

    def opens() -> tuple[bool, bool, bool]:
        is_in = browser.get("/").status_code == 200
        return is_in, open_token(token, at=timezone.now()) is not None, open_feed(feed) is not None

    assert opens() == (True, True, True)
    directory.patch(f"Users/{cast.lead.person.public_id}", {"op": "Replace", "path": "active", "value": "False"})
    assert opens() == (False, False, False)
    assert [(one.account, one.count > 0) for one in leavers(cast.admin)] == [(cast.lead, True)]
    page = sign_in(cast.admin).get("/company-sign-in/").content.decode()
    assert f"/people/{cast.lead.person.public_id}/hand-over/" in page
    directory.patch(f"Users/{cast.lead.person.public_id}", {"op": "Replace", "path": "active", "value": "True"})
    assert (leavers(cast.admin), opens()) == ([], (False, False, False))
    # Closed by an admin: the directory does not open it; kept for emergencies: it does not even know it
    edit_account(account=cast.viewer, roles=[], is_active=False, by=cast.admin)
    refused = directory.patch(f"Users/{cast.viewer.person.public_id}", {"op": "Replace", "value": {"active": True}})
    assert (refused.status_code, refused.json()["detail"]) == (
        409, "An admin of the hub closed this account, and only an admin opens it again.",
    )  # fmt: skip
    settings.BREAK_GLASS_ADMINS = ["ada@hub.example"]
    hidden = f"Users/{cast.admin.person.public_id}"
    assert directory.patch(hidden, {"op": "Replace", "path": "active", "value": False}).status_code == 404


def test_entra_keeps_groups_and_roles_follow(directory: Directory, cast: Cast) -> None:
    add_group_role(group="coe curators", role="curator")
    add_group_role(group="6c5bb468-14b2-4183-baf2-06d523e03bd3", role="committee")
    ids = [one.person.public_id for one in (cast.stranger, cast.team)]
    made = directory.ask(
        "POST",
        "Groups",
        {
            "schemas": [f"{CORE}:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
            "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
            "displayName": "CoE curators",
            "meta": {"resourceType": "Group"},
        },
    )
    key = made.json()["id"]
    found = directory.get('Groups?excludedAttributes=members&filter=displayName eq "coe CURATORS"')["Resources"]
    assert (made.status_code, [one["id"] for one in found], "members" in found[0]) == (201, [key], False)

    def roles() -> list[list[str]]:
        held = {user.pk: user.roles for user in User.objects.all()}
        return [held[cast.stranger.pk], held[cast.team.pk]]

    added = directory.patch(f"Groups/{key}", {"op": "Add", "path": "members", "value": [{"value": one} for one in ids]})
    assert (added.status_code, roles()) == (204, [["curator"], ["curator"]])
    assert {one["value"] for one in directory.get(f"Groups/{key}")["members"]} == set(ids)
    assert directory.get(f"Users/{ids[0]}")["groups"] == [{"value": key, "display": "CoE curators"}]
    directory.patch(f"Groups/{key}", {"op": "Remove", "path": "members", "value": [{"$ref": None, "value": ids[0]}]})
    assert roles() == [[], ["curator"]]
    directory.patch(
        f"Groups/{key}", {"op": "Replace", "path": "externalId", "value": "6c5bb468-14b2-4183-baf2-06d523e03bd3"}
    )
    cast.team.refresh_from_db()
    assert cast.team.roles == ["committee", "curator"]
    assert directory.ask("DELETE", f"Groups/{key}").status_code == 204
    assert roles() == [[], []]


def test_okta_pushes_groups(directory: Directory, cast: Cast) -> None:
    add_group_role(group="Managers", role="alliance_manager")
    one, two = cast.stranger.person.public_id, cast.team.person.public_id
    body = {"schemas": [f"{CORE}:Group"], "displayName": "Test", "members": [{"value": one, "display": "stan"}]}
    key = directory.ask("POST", "Groups", body).json()["id"]
    directory.patch(f"Groups/{key}", {"op": "replace", "value": {"id": key, "displayName": "Managers"}})
    cast.stranger.refresh_from_db()
    assert cast.stranger.roles == ["alliance_manager"]
    directory.patch(
        f"Groups/{key}",
        {"op": "remove", "path": f'members[value eq "{one}"]'},
        {"op": "add", "path": "members", "value": [{"value": two, "display": "tom"}]},
    )
    held = {user.pk: user.roles for user in User.objects.filter(pk__in=[cast.stranger.pk, cast.team.pk])}
    assert held == {cast.stranger.pk: [], cast.team.pk: ["alliance_manager"]}
    put = directory.ask("PUT", f"Groups/{key}", body | {"displayName": "Managers"})
    assert (put.status_code, [row["value"] for row in put.json()["members"]]) == (200, [one])
    directory.patch(f"Groups/{key}", {"op": "replace", "path": "members", "value": [{"value": two}]})
    assert directory.get(f"Groups/{key}")["members"] == [{"value": two, "type": "User"}]


def test_lists_come_in_pages(directory: Directory, cast: Cast) -> None:
    whole = directory.get("Users")
    assert whole["totalResults"] == whole["itemsPerPage"] == len(vars(cast))
    page = directory.get("Users?startIndex=3&count=2")
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (len(vars(cast)), 3, 2)
    assert [one["id"] for one in page["Resources"]] == [one["id"] for one in whole["Resources"][2:4]]
    assert directory.get("Users?count=0")["Resources"] == []


def test_it_says_what_it_can(directory: Directory, cast: Cast) -> None:
    can = directory.get("ServiceProviderConfig")
    assert (can["patch"], can["filter"]["supported"], can["bulk"]["supported"]) == ({"supported": True}, True, False)
    assert [one["id"] for one in directory.get("ResourceTypes")["Resources"]] == ["User", "Group"]
    assert [one["id"] for one in directory.get("Schemas")["Resources"]] == [f"{CORE}:User", f"{CORE}:Group"]
    assert directory.get(f"Schemas/{CORE}:User")["name"] == "User"
    assert directory.ask("GET", "ResourceTypes/Car").status_code == 404


def test_only_who_has_the_secret_comes_in(cast: Cast) -> None:
    secret, text = make_secret(name="Entra", by=cast.admin)
    directory = Directory(text)
    assert directory.ask("GET", "Users").status_code == 200
    assert Directory("hubscim_wrong").ask("GET", "Users").status_code == 401
    assert Client().get("/scim/v2/Users").json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    revoke_secret(secret=secret)
    answer = directory.ask("POST", "Users", okta_user())
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    statuses = [Directory("wrong").ask("GET", "Users").status_code for _time in range(121)]
    assert statuses[-1] == 429


REFUSED = [
    ("POST", "Users", {"userName": ""}, 400, "invalidValue"),
    ("POST", "Users", {"userName": "no address"}, 400, "invalidValue"),
    ("POST", "Users", {"userName": "a\u0000@hub.example"}, 400, "invalidValue"),
    ("POST", "Users", [], 400, "invalidSyntax"),
    ("POST", "Users", {"userName": "x@hub.example", "active": "perhaps"}, 400, "invalidValue"),
    ("POST", "Users", {"userName": "x@hub.example", "title": "t" * 2000, "name": "x"}, 400, "invalidSyntax"),
    ("GET", 'Users?filter=title co "x"', None, 400, "invalidFilter"),
    ("GET", "Users?startIndex=one", None, 400, "invalidValue"),
    ("GET", "Users/nobody", None, 404, ""),
    ("PATCH", "Users/{stan}", {"Operations": []}, 400, "invalidSyntax"),
    ("PATCH", "Users/{stan}", {"Operations": [{"op": "drop", "path": "title"}]}, 400, "invalidSyntax"),
    ("PATCH", "Users/{stan}", {"Operations": [{"op": "remove"}]}, 400, "noTarget"),
    ("PATCH", "Users/{stan}", {"Operations": [{"op": "add", "path": "a b", "value": 1}]}, 400, "invalidPath"),
    ("PATCH", "Users/{stan}", {"Operations": [{"op": "add", "path": "emails", "value": "a"}]}, 400, "invalidSyntax"),
    ("PUT", "Users/{stan}", {"emails": [{"value": "ada@hub.example"}]}, 400, "invalidValue"),
    ("POST", "Groups", {"displayName": " "}, 400, "invalidValue"),
    ("POST", "Groups", {"displayName": "A", "members": [{"value": "nobody"}]}, 400, "invalidValue"),
]  # fmt: skip


def test_what_cannot_be_done_is_refused_as_the_standard_says(directory: Directory, cast: Cast) -> None:
    before = (User.objects.count(), DirectoryGroup.objects.count(), DirectoryAccount.objects.count())
    for method, path, body, status, kind in REFUSED:
        answer = directory.ask(method, path.format(stan=cast.stranger.person.public_id), body)
        told = answer.json()
        assert (answer.status_code, told["status"], told.get("scimType", "")) == (status, str(status), kind), (
            path,
            body,
        )
        assert told["detail"]
    assert (User.objects.count(), DirectoryGroup.objects.count(), DirectoryAccount.objects.count()) == before
    assert directory.client.generic(
        "POST", "/scim/v2/Users", "{", headers={"Authorization": f"Bearer {directory.secret}"}
    ).json()["scimType"] == "invalidSyntax"  # fmt: skip
