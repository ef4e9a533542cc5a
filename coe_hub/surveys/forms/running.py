"""Forms of a wave that is under way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from coe_hub.lib.forms import ActionForm, DateField, VersionedForm, plain_helper
from coe_hub.surveys.models import Perspective, Wave


class LastDayForm(VersionedForm):
    """Until when answers can be handed in."""

    closes_on = DateField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, version=wave.version, initial={"closes_on": wave.closes_on}, **kwargs)


class PerspectiveForm(ActionForm):
    """As who somebody sees the work; forms above add who it is."""

    perspective = forms.ChoiceField(choices=Perspective, label=gettext_lazy("Sees it as who"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
