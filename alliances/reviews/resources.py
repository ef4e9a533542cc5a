"""Reviews for other programs."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from alliances.core.views.shared import editable_alliance
from alliances.reviews.actions.reviews import do_review
from alliances.reviews.filters import ReviewFilter
from alliances.reviews.forms.reviews import ReviewForm
from alliances.reviews.models import Review
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of


def _columns() -> Sequence[Column]:
    return [
        column_of(Review, "held_on"),
        column_of(Review, "due_on"),
        column_of(Review, "outcome"),
        column_of(Review, "note"),
        Column("by", _("Held by"), lambda review: review.by.person.display_name if review.by else ""),
        Column("alliance", _("Alliance"), lambda review: review.alliance.name),
    ]


def _hold(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = ReviewForm(data, user=request.user, alliance=alliance)
    return Draft(form, lambda: do_review(alliance=alliance, by=request.user, **form.action_values()))


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "reviews",
            "reviews of the alliances you may see; written down once, never changed",
            Review,
            rows=lambda user: Review.objects.visible_to(user).of_active_alliances(),
            with_archived=lambda user: Review.objects.visible_to(user),
            columns=_columns,
            read=lambda rows: rows.select_related("alliance", "by__person"),
            also=("held_on", "due_on", "outcome", "note"),
            filters=ReviewFilter,
            key="",
            moved="created_at",
            parent="alliance",
            above="alliance__public_id",
            make=Way("Write a review down", ReviewForm, _hold),
        )
    )
