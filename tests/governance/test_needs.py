"""Needs: asked site by site, ranked, voted for, built, told back to those who asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coe_hub import due
from coe_hub.lib.errors import DomainError
from coe_hub.people.directory.actions import create_site
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.handover.belongings import holdings
from coe_hub.people.models import Site, User
from coe_hub.surveys.actions.waves import close_wave
from coe_hub.surveys.models import Questionnaire
from governance.needs.actions import begin_campaign, edit_need, tell_those_who_asked, vote, write_need
from governance.needs.models import Campaign, Need
from governance.needs.results import matrices_of
from tests.api.data import Program
from tests.cast import Cast
from tests.factories import make_user
from tests.surveys.data import answer, make_questionnaire
from tests.toolkits.data import make_tool

BLOCKS = [
    ("title", "line", "What you need"),
    ("purpose", "line", "To build it."),
    ("needs", "theme", "Needs"),
    ("needs-first", "asked", "What helps most?\n\n# Templates\n# Training\n# Advice\n# Rules"),
    ("in-words", "asked", "What else?"),
]


class Company:
    """Three sites with four, three and one people."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.questionnaire: Questionnaire = make_questionnaire(
            cast.admin, use="needs", slug="what-you-need", blocks=BLOCKS
        )
        self.people: dict[str, list[User]] = {}
        self.sites: list[Site] = []
        for name, count in (("Boston", 4), ("Tokyo", 3), ("Basel", 1)):
            site = create_site(
                organisation=cast.lead.person.organisation, name=name, city=name, country="US", time_zone="UTC"
            )
            self.sites.append(site)
            self.people[name] = [make_user(f"{name}{number} Person", site=site) for number in range(count)]

    def begin(self, **values: Any) -> Campaign:
        given = {
            "name": "Needs 2026", "questionnaire": self.questionnaire, "sites": self.sites, "functions": [],
            "closes_on": timezone.localdate() + timedelta(days=20), "is_anonymous": True, "minimum": 3,
            "again_of": None, "by": self.cast.curator,
        }  # fmt: skip
        return begin_campaign(**given | values)

    def answered(self, ranks: dict[str, list[list[str]]], **values: Any) -> Campaign:
        """A closed campaign in which the people of each site ranked so."""
        campaign = self.begin(**values)
        for site, rows in ranks.items():
            for user, row in zip(self.people[site], rows, strict=False):
                answer(campaign.wave, user.person, needs_first=row)
        close_wave(wave=campaign.wave)
        return campaign


RANKS = {
    "Boston": [["a", "b", "c"], ["a", "b", "c"], ["a", "c", "b"], ["b", "a", "c"]],
    "Tokyo": [["b", "d", "a"], ["b", "d", "a"], ["d", "b", "a"]],
    "Basel": [["b", "d", "a"]],
}


@pytest.fixture
def company(cast: Cast) -> Company:
    return Company(cast)


def test_a_site_too_small_is_asked_with_another(company: Company) -> None:
    campaign = company.begin()
    sides = [(side.label, side.participants.count()) for side in campaign.wave.sides.order_by("position")]
    # Basel alone would be one: it goes with the smallest of the others.
    assert sides == [("Boston", 4), ("Other sites", 4)]


def test_the_matrix_is_ranked_site_by_site_as_worked_out_by_hand(company: Company) -> None:
    [matrix] = matrices_of(company.answered(RANKS))
    told = [(row.text, row.place, row.points, row.share, list(row.places)) for row in matrix.rows]
    # Boston: Templates 3+3+3+2 = 11, Training 2+2+1+3 = 8, Advice 1+1+2+1 = 5.
    # Others: Training 3+3+2+3 = 11, Rules 2+2+3+2 = 9, Templates 1*4 = 4.
    assert told == [
        ("Training", 1, 19, 100, [2, 1]),
        ("Templates", 2, 15, 100, [1, 3]),
        ("Rules", 3, 9, 50, [None, 2]),
        ("Advice", 4, 5, 50, [3, None]),
    ]
    assert matrix.overlap == 67  # of three, Templates and Training


def test_of_an_open_campaign_nothing_is_told(company: Company, sign_in: Callable[..., Client]) -> None:
    campaign = company.begin()
    assert matrices_of(campaign) == []
    page = sign_in(company.cast.stranger).get(campaign.get_absolute_url())
    assert (page.context["matrices"], page.context["results"]) == ([], None)


def test_a_site_that_answered_too_little_is_not_told_nor_reckoned(company: Company) -> None:
    ranks = {"Boston": RANKS["Boston"], "Tokyo": RANKS["Tokyo"][:2]}
    [matrix] = matrices_of(company.answered(ranks))
    assert {(row.place, row.points, row.share, row.places[1]) for row in matrix.rows} == {(None, None, None, None)}
    assert matrix.overlap is None


def test_asked_again_tells_what_moved(company: Company) -> None:
    first = company.answered(RANKS)
    later = company.answered({"Boston": [["a"]] * 4, "Tokyo": [["a"]] * 3}, again_of=first, name="Needs 2027")
    [matrix] = matrices_of(later, first)
    assert {row.text: row.moved for row in matrix.rows} == {
        "Templates": 0, "Training": -100, "Advice": -50, "Rules": -50,
    }  # fmt: skip


def test_campaign_create_asks_by_mail(
    company: Company, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> None:
    curator = sign_in(company.cast.curator)
    data = {
        "name": "Needs 2026",
        "questionnaire": company.questionnaire.pk,
        "sites": [site.pk for site in company.sites],
        "closes_on": (timezone.localdate() + timedelta(days=20)).isoformat(),
        "named": "anonymous",
        "minimum": "3",
    }
    with django_capture_on_commit_callbacks(execute=True):
        begun = curator.post("/governance/needs/campaigns/new/", data)
    campaign = Campaign.objects.get()
    assert (begun["Location"], len(mail.outbox)) == (campaign.get_absolute_url(), 8)
    address = f"/governance/needs/campaigns/{campaign.public_id}/close/"
    assert [curator.get(address).status_code, curator.post(address).status_code] == [200, 302]
    assert Campaign.objects.get().wave.is_counted


def test_too_few_people_are_refused(company: Company) -> None:
    with pytest.raises(DomainError, match="fewer than 5"):
        company.begin(sites=company.sites[:1], minimum=5)


def test_need_create_takes_up_what_a_campaign_gave(company: Company, sign_in: Callable[..., Client]) -> None:
    campaign = company.answered(RANKS)
    curator = sign_in(company.cast.curator)
    address = f"/governance/needs/new/?campaign={campaign.public_id}&text=Training"
    form = curator.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    made = curator.post(address, {name: "" if value is None else value for name, value in values.items()})
    need = Need.objects.get()
    assert (made["Location"], need.text, need.campaign) == (need.get_absolute_url(), "Training", campaign)


def test_a_need_is_delivered_with_what_answers_it_and_those_who_asked_are_told_once(
    company: Company, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> None:
    cast = company.cast
    tool = make_tool(author=cast.curator, approver=cast.admin)
    need = write_need(by=cast.curator, campaign=company.answered(RANKS), text="Training")
    vote(need=need, by=cast.viewer)
    with pytest.raises(DomainError, match="delivered, or declined"):
        tell_those_who_asked(need=need, by=cast.curator)
    edit_need(need=need, version=need.version, state="delivered", tool=tool, owner=cast.curator.person)
    page = sign_in(cast.stranger).get(need.get_absolute_url())
    assert page.context["tool"].tool == tool
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert sign_in(cast.curator).post(f"/governance/needs/{need.public_id}/tell/").status_code == 302
    assert (len(mail.outbox), mail.outbox[0].subject) == (9, "You asked, we built: Training")
    with pytest.raises(DomainError, match="told already"):
        tell_those_who_asked(need=need, by=cast.curator)
    listed = sign_in(cast.stranger).get("/governance/needs/")
    assert [one.text for one in listed.context["built"]] == ["Training"]


def test_need_vote_counts_each_once_and_is_taken_back(company: Company, sign_in: Callable[..., Client]) -> None:
    need = write_need(by=company.cast.curator, text="Training")
    other = write_need(by=company.cast.curator, text="Rules")
    browser, address = sign_in(company.cast.stranger), f"/governance/needs/{other.public_id}/vote/"
    browser.post(address)
    listed = browser.get("/governance/needs/").context["open"]
    assert [(one, one.vote_count) for one in listed] == [(other, 1), (need, 0)]
    browser.post(address)
    assert other.votes.count() == 0


def test_need_edit_asks_why_it_is_declined(company: Company, sign_in: Callable[..., Client]) -> None:
    need = write_need(by=company.cast.curator, text="Training")
    curator, address = sign_in(company.cast.curator), f"/governance/needs/{need.public_id}/edit/"
    form = curator.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"state": "declined"}
    assert curator.post(address, fields).context["form"].errors == {"reason": ["Say why it is declined."]}
    assert curator.post(address, fields | {"reason": "Another team has it."}).status_code == 302
    assert (Need.objects.get().state, Need.objects.get().reason) == ("declined", "Another team has it.")


# By way of campaign_detail.


def lines(response: Any) -> list[str]:
    return b"".join(response.streaming_content).decode("utf-8-sig").split("\r\n")


def test_files_tell_no_more_than_the_page(company: Company, sign_in: Callable[..., Client]) -> None:
    small = company.answered({"Boston": RANKS["Boston"], "Tokyo": RANKS["Tokyo"][:2]}, name="Small")
    large = company.answered(RANKS, name="Large")
    open_one = company.begin(name="Open")
    reader = sign_in(company.cast.stranger)
    files = [lines(reader.get(one.get_absolute_url() + "?format=csv")) for one in (small, large, open_one)]
    assert files[0][:3] == [
        "Question,Answer,All sites,Chosen by,Boston,Other sites",
        "What helps most?,Templates,,,1,",
        "What helps most?,Training,,,2,",
    ]
    assert files[1][:2] == [files[0][0], "What helps most?,Training,1,100,2,1"]
    assert files[2] == ["Question,Answer,All sites,Chosen by", ""]
    need = write_need(by=company.cast.curator, text="A page of names", campaign=large)
    assert lines(reader.get("/governance/needs/?format=csv"))[1] == "A page of names,Heard,0,,Large,"
    [told] = Program(company.cast.stranger).items("needs/")
    assert (told["id"], told["columns"]["text"], told["columns"]["votes"]) == (need.public_id, "A page of names", 0)
    found = reader.get("/search/?q=names&kind=needs").content.decode()
    assert need.get_absolute_url() in found


def test_campaign_edit_moves_the_last_day_others_are_reminded_and_asked_again_a_year_later(
    company: Company, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> None:
    campaign, curator = company.begin(), sign_in(company.cast.curator)
    page = campaign.get_absolute_url()
    answer(campaign.wave, company.people["Boston"][0].person, needs_first=["a"])
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert curator.post(reverse("campaign_remind", args=[campaign.public_id]))["Location"] == page
    assert len(mail.outbox) == 7
    form = curator.get(page + "edit/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    later = timezone.localdate() + timedelta(days=50)
    assert curator.post(page + "edit/", values | {"closes_on": later.isoformat()})["Location"] == page
    campaign.wave.refresh_from_db()
    assert campaign.wave.closes_on == later
    close_wave(wave=campaign.wave)
    assert [curator.get(page + "edit/").status_code, curator.post(page + "remind/").status_code] == [404, 404]
    found = due.items(until=timezone.localdate() + timedelta(days=500), owner_id=company.cast.curator.person_id)
    assert [(one.title, one.due_date) for one in found if one.kind == "needs_campaign"] == [
        ("Needs 2026", later.replace(year=later.year + 1))
    ]
    assert curator.get(f"/governance/needs/campaigns/new/?again_of={campaign.public_id}").context["form"][
        "again_of"
    ].value() in {campaign, campaign.pk}


def test_a_need_goes_over_with_whoever_sees_to_it_until_it_is_settled(cast: Cast) -> None:
    giver, taker = cast.team.person, cast.curator.person
    write_need(by=cast.curator, text="A template for minutes", owner=giver)
    write_need(by=cast.curator, text="A rule", owner=giver, state="declined", reason="There is one.")
    seen_to = [one for one in holdings(giver, user=cast.admin).shown if one.kind == "need"]
    assert [one.title for one in seen_to] == ["A template for minutes"]
    hand_over(giver=giver, takers={seen_to[0].key: taker}, by=cast.admin)
    assert list(Need.objects.order_by("text").values_list("owner", flat=True)) == [giver.pk, taker.pk]
