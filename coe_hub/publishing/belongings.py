"""What somebody looks after, and how it goes over. The rooms whose kinds they are register them."""

from collections.abc import Callable, Iterable

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from coe_hub.lib.lists import title_key
from coe_hub.lib.records import save_record
from coe_hub.people.handover.belongings import Belonging, Giving, Held
from coe_hub.people.models import Person
from coe_hub.publishing.models import Block, Content
from coe_hub.reminders.review_days import settle_one_review_day

_OWNER, _CO_OWNER = gettext_lazy("Owner"), gettext_lazy("Co-owner")


def content_belonging(
    *, kind: str, place: int, label: Promise, url_name: str, give: Callable[[Giving], None] | None = None
) -> Belonging:
    """Contents of that kind, by their newest title; `url_name` is a page whose argument is the address."""

    def held(person: Person) -> Iterable[Held]:
        title = Block.objects.filter(edition__content=OuterRef("pk"), key="title").order_by("-edition__number")
        contents = Content.objects.active().filter(Q(owner=person) | Q(co_owner=person), kind=kind)
        for one in contents.annotate(title=Subquery(title.values("text")[:1])).order_by(title_key(), "pk"):
            name, role = one.title or one.slug, _OWNER if one.owner_id == person.pk else _CO_OWNER
            yield Held(kind, one.pk, name, name, reverse(url_name, args=[one.slug]), None, role)

    return Belonging(kind, place, label, held, give or (lambda giving: give_contents(giving, giving.object_ids)))


def give_contents(giving: Giving, ids: Iterable[int]) -> None:
    """Let these go over, as far as they are the giver's. Whoever takes over as owner and was co-owner owns it alone."""
    mine = Q(owner=giving.giver) | Q(co_owner=giving.giver)
    for content in Content.objects.select_for_update(of=("self",)).filter(mine, pk__in=ids).order_by("pk"):
        name = "owner" if content.owner_id == giving.giver.pk else "co_owner"
        setattr(content, name, giving.taker)
        if content.owner_id == content.co_owner_id:
            content.co_owner = None
        content.full_clean()
        save_record(content, fields=["owner", "co_owner"])
        settle_one_review_day(content, leader="owner")
