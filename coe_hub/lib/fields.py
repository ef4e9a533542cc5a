"""Fields for what people type: text as it is seen, and addresses as they are one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from coe_hub.lib.addresses import one_address
from coe_hub.lib.places import validate_time_zone, zone_called
from coe_hub.lib.text import refuse_control_characters, tidy


class TextField(forms.CharField):
    """Text, on one line or, in a text area, on several. Every form asks for text by it, but for secrets.

    A browser counts a line end as one character and sends two; here it is one again before anything is counted. What is
    not required says that it is optional, but where one of two fields must be filled in (`says_optional`).
    """

    says_optional = True

    def to_python(self, value: Any) -> str:
        if value not in self.empty_values:
            value = tidy(str(value), is_one_line=not isinstance(self.widget, forms.Textarea))
        return super().to_python(value) or ""


class ReasonField(TextField):
    """Why something is done that others will ask about: one line, kept beside the change (`lib.history.acting`).

    `required=False` where only some of what the form does asks for it: then the form's `clean` refuses by `NO_REASON`.
    """

    says_optional = False

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Why"))
        kwargs.setdefault("help_text", gettext_lazy("One line. It stands in the history beside the change."))
        super().__init__(max_length=200, validators=[refuse_control_characters], **kwargs)
        self.error_messages["required"] = NO_REASON


NO_REASON = gettext_lazy("Say in one line why. It stands in the history beside the change.")


class AddressField(forms.EmailField):
    """An e-mail address, written in the one way that the hub writes it."""

    def to_python(self, value: Any) -> str:
        return one_address(super().to_python(value) or "")


class TimeZoneField(TextField):
    """A time zone by its name, or by the city it is called after in English or in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=64, validators=[validate_time_zone], **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return zone_called(text) or text
