"""`manage.py create_admin`: the first admin of an empty hub."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.urls import reverse

from coe_hub.people.models import Organisation, Person, User
from coe_hub.publishing.models import Edition
from toolkits.models import Tool
from toolkits.starter import folders as tool_folders
from training.models import Course
from training.starter import folders as course_folders

pytestmark = pytest.mark.django_db

PASSWORD = "a sentence to keep in mind"


@pytest.fixture(autouse=True)
def hub_address(settings):
    settings.HUB_URL = "http://testserver"


def created(capsys, *arguments, **options):
    """Run the command; return what it printed, line by line."""
    call_command("create_admin", *arguments, **options)
    return capsys.readouterr().out.splitlines()


def test_create_admin_makes_account_person_and_organisation(capsys):
    created(capsys, "Anna@Company.example", name="Sato Anna Maria", organisation="Company K.K.")

    user = User.objects.select_related("person__organisation").get()
    person = user.person
    assert (user.email, user.roles, user.has_usable_password()) == ("anna@company.example", ["admin"], False)
    assert (person.family_name, person.given_name, person.email) == ("Sato", "Anna Maria", "anna@company.example")
    assert (person.organisation.name, person.is_public, person.organisation.is_public) == ("Company K.K.", True, True)
    assert EmailAddress.objects.filter(user=user, email=user.email, verified=True, primary=True).count() == 1


def test_create_admin_takes_names_from_the_address(capsys):
    created(capsys, "anna@company.example")

    person = Person.objects.select_related("organisation").get()
    assert (person.family_name, person.given_name, person.organisation.name) == ("anna", "", "company.example")


def test_create_admin_uses_the_organisation_that_is_there(capsys):
    organisation = Organisation.objects.create(name="Company")

    created(capsys, "anna@company.example", organisation="Company")

    assert Person.objects.get().organisation == organisation


def test_create_admin_link_lets_the_admin_choose_a_password_and_sign_in(capsys, client):
    lines = created(capsys, "anna@company.example")
    assert lines[0] == "Created the admin anna@company.example. Choose a password here (once, within 3 days):"
    link = lines[1]

    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    answer = client.post(reverse("account_login"), {"login": "anna@company.example", "password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, reverse("today"))
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_create_admin_link_works_once(capsys, client):
    link = created(capsys, "anna@company.example")[1]
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    again = client.get(link, follow=True)
    client.post(again.request["PATH_INFO"], {"password1": PASSWORD * 2, "password2": PASSWORD * 2})

    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    "address", ["", "anna", "anna@", "@company.example", "anna b@company.example", "anna@host\x07.example"]
)
def test_create_admin_refuses_what_is_no_address(address):
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("create_admin", address)

    assert Organisation.objects.count() == 0


def test_create_admin_refuses_an_address_that_signs_in_already(capsys):
    created(capsys, "anna@company.example")

    with pytest.raises(CommandError, match="has an account already") as refusal:
        call_command("create_admin", "ANNA@company.example")

    assert str(refusal.value) == (
        "anna@company.example has an account already. "
        "If its password is lost, choose a new one at http://testserver/accounts/password/reset/"
    )
    assert (User.objects.count(), Person.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("name", "x" * 81, "--name: Ensure this value has at most 80 characters (it has 81)."),
        ("organisation", "x" * 301, "--organisation: Ensure this value has at most 300 characters (it has 301)."),
        (
            "organisation",
            "a\x07b",
            (
                "--organisation: This text contains an invisible control character (U+0007). "
                "Delete it, or type the text again."
            ),
        ),
    ],
)
def test_create_admin_refuses_names_and_keeps_nothing(option, value, message):
    with pytest.raises(CommandError) as refusal:
        call_command("create_admin", "anna@company.example", **{option: value})

    assert str(refusal.value) == message
    assert (Organisation.objects.count(), Person.objects.count(), User.objects.count()) == (0, 0, 0)


def test_create_admin_brings_the_starter_tools_and_courses(capsys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        created(capsys, "anna@company.example")

    anna = User.objects.get()
    published = Edition.objects.filter(state="published", author=anna)
    tools, courses = len(list(tool_folders())), len(list(course_folders()))
    assert min(tools, courses) > 0
    assert published.filter(content__kind="tool").count() == tools == Tool.objects.published().count()
    assert published.filter(content__kind="course").count() == courses == Course.objects.count()
