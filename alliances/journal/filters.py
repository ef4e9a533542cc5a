"""What lists of journal entries can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from alliances.journal.models import EntryKind, JournalEntry
from coe_hub.lib.forms import DateInput
from coe_hub.lib.lists import ListFilter
from coe_hub.lib.search import word_found
from coe_hub.vocabulary.matching import words_filter


class JournalFilter(ListFilter):
    """By words, kind and period."""

    q = words_filter(_("Words"), found=word_found)
    kind = django_filters.ChoiceFilter(choices=EntryKind, label=_("Kind"))
    since = django_filters.DateFilter(field_name="happened_on", lookup_expr="gte", widget=DateInput, label=_("From"))
    until = django_filters.DateFilter(field_name="happened_on", lookup_expr="lte", widget=DateInput, label=_("Until"))

    class Meta:
        model = JournalEntry
        fields: list[str] = []
