"""The list of alliances as one of the lists that people work in."""

from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from alliances.partnerships.columns import all_rows, file_columns, file_rows
from alliances.partnerships.filters import AllianceFilter
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.listing import Listing, register


def _filters(request: SignedInRequest, asked: QueryDict) -> AllianceFilter:
    visible = Alliance.objects.visible_to(request.user)
    return AllianceFilter(asked, queryset=visible, request=request, user=request.user)


ALLIANCES = register(
    Listing(
        code="alliances",
        url_name="alliance_list",
        label=_("Alliances"),
        columns=file_columns,
        filters=_filters,
        rows=file_rows,
        all_rows=all_rows,
        order=lambda found: found.order_by(F("sort_key").asc(), "pk"),
        orders={
            "review": lambda: F("next_review_on").asc(nulls_last=True),
            "updated": lambda: F("updated_at").asc(),
        },
        many_url_name="alliances_edit",
    )
)
