"""In which language the hub writes to somebody."""

from django.conf import settings

from coe_hub.people.models import Person


def mail_language(person: Person) -> str:
    """The account's language; of people without an account the one they work in, of those that the hub speaks.

    Where they work in English and in another one, it is the other one if their name is written in its script.
    """
    if hasattr(person, "user"):
        return person.user.language
    works_in = set(person.language_rows.values_list("language__code", flat=True))
    spoken = [code for code, _name in settings.LANGUAGES if code in works_in]
    local = [code for code in spoken if code != settings.LANGUAGE_CODE]
    if local and (settings.LANGUAGE_CODE not in spoken or not person.family_name.isascii()):
        return local[0]
    return settings.LANGUAGE_CODE
