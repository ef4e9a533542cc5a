"""Both alliance managers stand by the text of an issue: ours in the hub, the partner's by a link."""

from django.db import transaction
from django.utils.translation import gettext as _

from alliances.issues.models import Issue, IssueSignature
from alliances.issues.telling import PURPOSE, tell_signed, write_with_link
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record
from coe_hub.people.access.partner_links import make_partner_link
from coe_hub.people.models import Person, Side, User


@transaction.atomic
def ask_counterpart(*, issue: Issue, by: User) -> str:
    """Write to the alliance manager at the partner with a link by which they read the text and sign it; return their
    address. Raises `DomainError` where there is no text, nobody to write to, or it was signed as it is."""
    person = issue.counterpart
    if not issue.agreed_text:
        raise DomainError(_("There is no text to stand by yet. Edit the issue and write it, best together."))
    if person is None:
        raise DomainError(_("Nobody at the partner is named. Edit the issue and name their alliance manager."))
    if not person.email:
        raise DomainError(_("No e-mail address of %(name)s is known. Add it under People.") % {"name": person})
    if signature_of(issue, person):
        raise DomainError(_("%(name)s has signed it as it is.") % {"name": person})
    write_with_link("issue_sign", issue, person, by=by, url=link_to(issue, person), step=None)
    return person.email


@transaction.atomic
def sign_issue(*, issue: Issue, person: Person, version: int, remark: str = "") -> IssueSignature:
    """The person stands by what they read: title and text as they stood at `version`. Our alliance manager is told what
    the partner signed. The same answer twice is one. Raises `DomainError` where it changed since, has no text, or
    names others."""
    lock_record(issue)
    if issue.version != version:
        raise DomainError(_("The issue was changed while you read it. Read it once more before you sign."))
    if not issue.agreed_text:
        raise DomainError(_("There is no text to stand by yet."))
    if person.pk not in {issue.owner_id, issue.counterpart_id}:
        raise DomainError(_("You are not named as alliance manager of this issue."))
    known = signature_of(issue, person)
    if known and known.remark == remark:
        return known
    side = Side.THEIRS if person.pk == issue.counterpart_id else Side.OURS
    signed = IssueSignature(
        issue=issue, person=person, side=side, remark=remark, title=issue.title, text=issue.agreed_text
    )
    signed.full_clean()
    signed.save()
    if side == Side.THEIRS:
        tell_signed(signed)
    return signed


def signature_of(issue: Issue, person: Person | None) -> IssueSignature | None:
    """What the person signed last, where the issue still says it."""
    if person is None:
        return None
    signed = [one for one in issue.signatures.all() if one.person_id == person.pk and one.is_of(issue)]
    return max(signed, key=lambda one: one.pk, default=None)


def is_jointly_framed(issue: Issue) -> bool:
    """Whether the alliance managers of both sides stand by the text as it is."""
    return bool(signature_of(issue, issue.owner) and signature_of(issue, issue.counterpart))


def link_to(issue: Issue, person: Person) -> str:
    """A link by which the person reads this one issue."""
    return make_partner_link(purpose=PURPOSE, object_id=issue.pk, scope=issue.scope, person=person)
