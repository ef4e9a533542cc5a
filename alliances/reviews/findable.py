"""Reviews as search and lists find them: by their notes."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alliances.reviews.models import Review
from coe_hub.lib.dates import date_text
from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import Words, word_found

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _rows(user: "User | None") -> Rows:
    reviews = Review.objects.all()
    return reviews if user is None else reviews.visible_to(user).of_active_alliances()


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {one.pk: _thing(one) for one in _FOUND.objects(ids=list(ids))}


def _found(*, ids: list[int]) -> Rows:
    return Review.objects.filter(pk__any=ids).select_related("alliance", "by__person")


_FOUND = Prepared(_found)


def _thing(review: Review) -> Thing:
    by = review.by.person.display_name if review.by else ""
    line = " · ".join(filter(None, [review.get_outcome_display(), date_text(review.held_on), by]))
    title = Text(review.alliance.name)
    return Thing(title=title, line=line, url=review.get_absolute_url(), body=Text(review.note), is_summary=True)


def register_all() -> None:
    """Let reviews be found."""
    register(
        Findable(
            kind="reviews",
            label=_("Reviews"),
            place=80,
            rows=_rows,
            things=_things,
            order=lambda: ("-held_on", "-hit_id"),
            found=word_found,
            list_url_name="review_list",
            has_title=False,
        )
    )
