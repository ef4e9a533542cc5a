"""A whole name as its parts."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from coe_hub.lib.text import has_japanese

_KANJI = re.compile("[\u4e00-\u9fff々]{4}")


class Name(NamedTuple):
    """The parts of a name, and what is to be said of how it was parted."""

    family: str
    given: str
    note: str = ""


def parted(text: str, *, reading: str = "") -> Name:
    """“Anna Keller”, “Keller, Anna”, 「山下 玲奈」 by their parts; of a Japanese name without a space as it may be."""
    plain = " ".join(text.replace("　", " ").split())
    if "," in plain or "、" in plain:
        family, _mark, given = re.split("([,、])", plain, maxsplit=1)
        return Name(family.strip(), given.strip())
    words = plain.split(" ")
    if len(words) > 1:
        if has_japanese(plain):
            return Name(words[0], " ".join(words[1:]))
        return Name(words[-1], " ".join(words[:-1]))
    if _KANJI.fullmatch(plain) and len(reading.replace("　", " ").split()) == 2:
        note = _("Parted as %(family)s %(given)s. Check it.") % {"family": plain[:2], "given": plain[2:]}
        return Name(plain[:2], plain[2:], note)
    if has_japanese(plain):
        return Name(plain, "", _("Family and given name could not be told apart."))
    return Name(plain, "")
