"""What lists of reviews can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from alliances.reviews.models import Outcome, Review
from coe_hub.lib.forms import DateInput
from coe_hub.lib.lists import ListFilter
from coe_hub.lib.search import word_found
from coe_hub.vocabulary.matching import words_filter


class ReviewFilter(ListFilter):
    """By words of the note, outcome and period."""

    q = words_filter(_("Words of the note"), found=word_found)
    outcome = django_filters.ChoiceFilter(choices=Outcome, label=_("How it stands"))
    since = django_filters.DateFilter(field_name="held_on", lookup_expr="gte", widget=DateInput, label=_("From"))
    until = django_filters.DateFilter(field_name="held_on", lookup_expr="lte", widget=DateInput, label=_("Until"))

    class Meta:
        model = Review
        fields: list[str] = []
