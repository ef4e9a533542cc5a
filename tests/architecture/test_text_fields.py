"""Every form asks for text by the same field, so that limits, line ends and what is not seen are judged alike."""

from collections.abc import Iterator

from django import forms

from coe_hub.lib.fields import AddressField, TextField
from coe_hub.lib.forms import DateField
from tests.architecture import urls

OURS = {"coe_hub", "alliances", "governance", "toolkits", "training"}
# Fields of Django's own that are asked for in forms of ours, with the reason.
OTHERWISE = {
    "next": "an address of ours, in a hidden field",
    "base": "signed",
    "password": "a secret is taken as it is",
    "code": "of an app, taken and checked by allauth's own form",
}


def _forms(base: type) -> Iterator[type[forms.BaseForm]]:
    for form in base.__subclasses__():
        if form.__module__.split(".")[0] in OURS:
            yield form
        yield from _forms(form)


def test_every_form_asks_for_text_and_addresses_and_days_by_our_fields() -> None:
    list(urls.patterns())  # every form is imported by a view
    fields = {
        f"{form.__module__}.{form.__qualname__}.{name}": field
        for form in _forms(forms.BaseForm)
        for name, field in form.base_fields.items()
        if name not in OTHERWISE
    }
    plain = {forms.CharField, forms.EmailField, forms.DateField}
    assert sorted(name for name, field in fields.items() if type(field) in plain) == []
    assert {type(field) for field in fields.values()} >= {TextField, DateField}


def test_fields_made_of_text_fields_are_made_of_ours() -> None:
    made = {field for field in _classes(forms.CharField) if field.__module__.split(".")[0] in OURS}
    assert {field for field in made if not issubclass(field, TextField)} == {AddressField}


def _classes(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from _classes(one)
