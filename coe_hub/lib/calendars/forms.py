"""Forms of what has an hour."""

from typing import Any

from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, plain_helper
from coe_hub.lib.text import ONE_LINE


class CallOffForm(ActionForm):
    """Why it is called off, for those who were invited."""

    reason = TextField(
        required=False,
        max_length=500,
        validators=ONE_LINE,
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stands in the mail to everybody invited."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
