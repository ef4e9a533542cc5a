"""Who is written to about an issue: whoever sits on the level it climbed to, and our alliance manager when the partner
has signed. People of ours read it in the hub, those at the partner by a link of their own."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.utils import translation

from alliances.issues.models import Issue, IssueSignature, IssueStep
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.access.participation import taking_part
from coe_hub.people.access.partner_links import VALID_DAYS, contact_for, make_partner_link
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.models import Person, Sight, User

# What the partner links of issues are registered for.
PURPOSE = "issue"


def reads_in_hub(person: Person) -> bool:
    """Whether the person signs in; everybody else reads by a link."""
    return hasattr(person, "user") and person.user.is_active


def reachable(issue: Issue, people: Collection[Person]) -> list[Person]:
    """Those of them who may read the issue and can be written to: with an account where they see it; without one where
    they take part in the alliance and, behind a programme's wall, are the one named at the partner."""
    ids = [person.pk for person in people]
    sight = Sight.of(people=ids, scopes=[issue.scope_id])
    takes_part = {person for person, _scope in taking_part(people=ids, scopes=[issue.alliance.scope_id])}
    is_walled = issue.scope_id != issue.alliance.scope_id
    found = []
    for person in people:
        if not email_of(person):
            continue
        if reads_in_hub(person):
            may_read = sight.reaches(person.pk, issue.scope_id)
        else:
            may_read = person.pk in takes_part and (not is_walled or person.pk == issue.counterpart_id)
        if may_read:
            found.append(person)
    return found


def tell_climb(step: IssueStep, *, people: Collection[Person], by: User | None) -> None:
    """One mail to each of the people who may read it, but whoever did it. What partners get says no more than their
    link shows: title, level, clock and the text both stand by."""
    issue = step.issue
    for person in reachable(issue, people):
        if by is not None and person.pk == by.person_id:
            continue
        if not reads_in_hub(person):
            url = make_partner_link(purpose=PURPOSE, object_id=issue.pk, scope=issue.scope, person=person)
            write_with_link("issue_climbed", issue, person, by=by, url=url, step=step)
            continue
        context = {"person": person, "issue": issue, "step": step, "title": issue.alliance.title_in_mail, "days": 0}
        context |= {"sender": by.person if by else None, "url": settings.HUB_URL + issue.get_absolute_url()}
        context |= {"contact": None, "company": None}
        send_in_background(
            "issue_climbed",
            to=email_of(person),
            language=mail_language(person),
            context=context,
            reply_to=email_of(by.person) if by else "",
        )


def write_with_link(
    name: str, issue: Issue, person: Person, *, by: User | None, url: str, step: IssueStep | None
) -> None:
    """A mail in our company's name to somebody at the partner, with their link."""
    contact = contact_for(issue.scope)
    sender = by.person if by else contact or issue.owner
    if sender is None:
        return
    language, company = mail_language(person), sender.organisation
    context: dict[str, Any] = {"person": person, "issue": issue, "step": step, "url": url}
    context |= {"title": issue.alliance.title_in_mail}
    context |= {"sender": sender, "contact": contact or sender, "company": company, "days": VALID_DAYS}
    with translation.override(language):
        our_name = company.display_name
    send_in_background(
        name, to=person.email, language=language, context=context, reply_to=email_of(sender), company=our_name
    )


def tell_signed(signed: IssueSignature) -> None:
    """Our alliance manager, or whoever leads, hears that the partner stands by the text."""
    issue = signed.issue
    reader = issue.owner if issue.owner and reachable(issue, [issue.owner]) else contact_for(issue.scope)
    if reader is None or not reads_in_hub(reader) or not email_of(reader):
        return
    context = {"person": reader, "issue": issue, "signed": signed, "title": issue.alliance.title_in_mail}
    context["url"] = settings.HUB_URL + issue.get_absolute_url()
    send_in_background(
        "issue_signed",
        to=email_of(reader),
        language=mail_language(reader),
        context=context,
        reply_to=signed.person.email,
    )
