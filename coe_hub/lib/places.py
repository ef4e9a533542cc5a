"""Countries and time zones, named in the reader's language by Babel."""

import zoneinfo
from datetime import datetime
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_name
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coe_hub.lib.dates import span_text
from coe_hub.lib.meanings import in_hiragana
from coe_hub.lib.search import fold
from coe_hub.lib.text import reader_language


@lru_cache(maxsize=8)
def _territories(language: str) -> dict[str, str]:
    names = Locale.parse(language.replace("-", "_")).territories
    return {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NOT_PLACES}


# Codes of CLDR that name no country: groupings, pseudo locales and outlying areas without holidays or people.
_NOT_PLACES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


def country_choices() -> list[tuple[str, str]]:
    """All (ISO code, name) pairs in the active language, by name; a callable so that forms follow the language."""
    return sorted(_territories(get_language() or "en").items(), key=lambda pair: _sort_key(pair[1]))


# How Japanese names of countries that begin with kanji are read, as far as that tells their place in a list.
_READINGS = {
    "中央": "ちゅうおう",
    "中国": "ちゅうごく",
    "中華": "ちゅうか",
    "仏領": "ふつりょう",
    "北": "きた",
    "南極": "なんきょく",
    "南": "みなみ",
    "台湾": "たいわん",
    "日本": "にほん",
    "東": "ひがし",
    "米領": "べいりょう",
    "英領": "えいりょう",
    "西": "にし",
    "赤道": "せきどう",
    "韓国": "かんこく",
    "合衆": "がっしゅう",
}


def _sort_key(name: str) -> str:
    """As a reader of its language expects: without case and accents, Japanese by its reading."""
    reading = next((kana for kanji, kana in _READINGS.items() if name.startswith(kanji)), "")
    return in_hiragana(fold(reading + name))


# How people write them, beside their names and codes.
_ALSO_CALLED = {
    "AE": ("uae",),
    "CN": ("prc", "中華人民共和国"),
    "CZ": ("czech republic",),
    "GB": ("uk", "u.k.", "great britain", "england", "英国"),
    "HK": ("hong kong", "香港"),
    "KR": ("korea", "republic of korea", "south korea", "大韓民国"),
    "NL": ("holland", "the netherlands"),
    "RU": ("russian federation",),
    "TW": ("taiwan, province of china",),
    "US": ("u.s.", "u.s.a.", "usa", "united states of america", "the united states", "米国", "アメリカ"),
}


@lru_cache(maxsize=1)
def countries_called() -> dict[str, str]:
    """The ISO code of each country by its names in every language of the hub, its codes of two and three letters and
    what else it is usually called, all in small letters."""
    three = {alias: codes[0] for alias, codes in get_global("territory_aliases").items() if len(codes) == 1}
    known = _territories("en")
    found = {alias.casefold(): code for alias, code in three.items() if len(alias) == 3 and code in known}
    for language, _name in settings.LANGUAGES:
        found |= {name.casefold(): code for code, name in _territories(language).items()}
    found |= {code.casefold(): code for code in known}
    return found | {name: code for code, names in _ALSO_CALLED.items() for name in names}


def country_name(code: str) -> str:
    """The country's name in the active language; empty for an empty code."""
    return _territories(get_language() or "en").get(code, code)


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """Names of all time zones in `Area/City` form, and UTC."""
    return frozenset(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")) | {
        "UTC"
    }


# The zone most people of a country go by, where its outlying parts have others: the primary zones of CLDR.
_PRIMARY = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}


@lru_cache(maxsize=1)
def _zone_countries() -> dict[str, str]:
    """The country of each zone that people live in, by the zone's name."""
    return {zone: country for zone, country in get_global("zone_territories").items() if zone in time_zones()}


@lru_cache(maxsize=8)
def _zones_by_city(language: str) -> dict[str, list[str]]:
    """Zones by the city they are called after, as it is written in English or in the language."""
    written = Locale.parse(language).time_zones
    found: dict[str, list[str]] = {}
    for zone in _zone_countries():
        names = {zone.rpartition("/")[2].replace("_", " "), written.get(zone, {}).get("city", "")}
        for name in filter(None, names):
            found.setdefault(name.casefold(), []).append(zone)
    return found


def zone_called(text: str) -> str | None:
    """The zone meant by its name or by the one city it is called after: Tokyo, 東京, asia/tokyo. None for any other."""
    called = _zones_by_city(reader_language()).get(text.casefold(), [])
    if len(called) == 1:
        return called[0]
    return next((zone for zone in time_zones() if zone.casefold() == text.casefold().replace(" ", "_")), None)


def is_zone_of(zone: str, country: str) -> bool:
    """Whether clocks of the country go by the zone."""
    return _zone_countries().get(zone) == country


def zone_of(country: str, city: str) -> str | None:
    """The zone of a place: the country's only or primary one, else that called after the city. None where neither
    tells."""
    zones = [zone for zone in _zone_countries() if is_zone_of(zone, country)]
    called = [zone for zone in _zones_by_city(reader_language()).get(city.casefold(), []) if zone in zones]
    if len(called) == 1:
        return called[0]
    return zones[0] if len(zones) == 1 else _PRIMARY.get(country)


def zone_name(zone: str, at: datetime) -> str:
    """What the clocks of the zone go by at `at`, in the active language: Eastern Daylight Time, 日本標準時."""
    return get_timezone_name(at.astimezone(zoneinfo.ZoneInfo(zone)), locale=reader_language())


def zoned_span_text(starts: datetime, *, minutes: int, zone: str) -> str:
    """From when to when on the clocks of the zone, and what they go by."""
    time = span_text(starts, minutes=minutes, zone=zoneinfo.ZoneInfo(zone))
    return _("%(time)s (%(zone)s)") % {"time": time, "zone": zone_name(zone, starts)}


def validate_time_zone(value: str) -> None:
    """Validator: an IANA name such as Asia/Tokyo."""
    if value not in time_zones():
        raise ValidationError(_("Choose a time zone such as Asia/Tokyo or Europe/Berlin."), code="time_zone")
