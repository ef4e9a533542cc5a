"""What a pack is made for."""

from typing import TYPE_CHECKING, Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.core.restricted import counts_restricted
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, DateField, offer_choices, plain_helper
from coe_hub.lib.text import ONE_LINE, reader_language
from governance.packs.models import Readers

if TYPE_CHECKING:
    from coe_hub.people.models import User


class PackForm(ActionForm):
    """The day it is for, its language and its readers. What it says is what stands on the dashboard now."""

    occasion = TextField(
        label=gettext_lazy("What for"),
        required=False,
        max_length=120,
        validators=ONE_LINE,
        help_text=gettext_lazy("Its title; empty, it is called steering committee pack."),
    )
    day = DateField(label=gettext_lazy("For the meeting on"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    readers = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=Readers.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A pack for the committee names open alliances alone. One for yourself names restricted ones that you may"
            " open, and nobody else can open it."
        ),
    )

    def __init__(self, *args: Any, reader: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_on_it = counts_restricted(reader)
        readers = Readers.COMMITTEE if is_on_it else Readers.MAKER
        self.initial = {"day": timezone.localdate(), "language": reader_language(), "readers": readers, **self.initial}
        if not is_on_it:
            offer_choices(self, "readers", [(Readers.MAKER.value, Readers.MAKER.label)])
        self.helper = plain_helper()
        self.helper.layout = Layout("occasion", Row(Column("day"), Column("language")), "readers")
