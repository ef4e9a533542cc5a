"""Names sort as a reader of the page's language expects: without case and accents; in Japanese by reading,
and what is Japanese stands before what is in Latin letters, as in any Japanese address book."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from coe_hub.lib.places import country_choices
from coe_hub.people.models import Organisation, Person, User
from coe_hub.publishing.actions import translate
from tests.cast import Cast
from tests.factories import make_alliance, make_organisation, make_person
from tests.home.test_search import other_tool
from toolkits.models import Tool

Reading = Callable[[str], Client]


@pytest.fixture
def client(cast: Cast, sign_in: Callable[..., Client]) -> Reading:
    """A browser of somebody who reads this language."""

    def reading(language: str) -> Client:
        User.objects.filter(pk=cast.stranger.pk).update(language=language)
        return sign_in(cast.stranger)

    return reading


def names(client: Client, address: str) -> list[str]:
    return [str(row) for row in client.get(address).context["page"].object_list]


def japanese(latin: str, family: str, given: str, reading: str) -> Person:
    return make_person(latin, family_name=family, given_name=given, latin_name=latin, reading=reading)


def test_alliances_and_organisations_sort_without_case_and_accents(client: Reading, cast: Cast) -> None:
    in_order = ["argenx", "École", "“Éden” trial", "egret", "Zymo"]
    for name in reversed(in_order):
        make_alliance(name, by=cast.lead, partners=[f"{name} Ltd"])
    assert names(client("en"), "/alliances/") == in_order
    assert names(client("en"), "/alliances/?sort=-name") == in_order[::-1]
    listed = [name for name in names(client("en"), "/people/organisations/") if name.endswith("Ltd")]
    assert listed == [f"{name} Ltd" for name in in_order]


def test_people_sort_by_family_name_in_english_and_by_reading_in_japanese(client: Reading) -> None:
    Person.objects.update(is_public=False)
    japanese("Shinji Oikawa", "及川", "慎司", "オイカワ シンジ")
    japanese("Aiko Nakamura", "中村", "愛子", "なかむら あいこ")
    japanese("Ken Abe", "阿部", "健", "あべ けん")
    for name in ("Élodie Ébert", "Zoe Zimmer", "anna boer"):
        make_person(name)
    english = [name for name in names(client("en"), "/people/") if name != "Stan Stranger"]
    assert english == ["Ken Abe", "anna boer", "Élodie Ébert", "Aiko Nakamura", "Shinji Oikawa", "Zoe Zimmer"]
    reader = client("ja")
    with translation.override("ja"):
        shown = [name for name in names(reader, "/people/") if name != "Stan Stranger"]
    assert shown == ["阿部 健", "及川 慎司", "中村 愛子", "anna boer", "Élodie Ébert", "Zoe Zimmer"]


def test_organisations_sort_by_reading_in_japanese(client: Reading) -> None:
    Organisation.objects.update(is_public=False)
    make_organisation("Toto University", local_name="東都大学", reading="とうとだいがく")
    make_organisation("Angstrom Labs", local_name="オングストローム研究所")
    make_organisation("Ginkgo", local_name="銀杏製薬", reading="ギンナンセイヤク")
    make_organisation("Kanji Works", local_name="漢字製作所")
    make_organisation("Zymo")
    make_organisation("Aalto")
    reader = client("ja")
    with translation.override("ja"):
        shown = [name for name in names(reader, "/people/organisations/") if name != "Kestrel Pharma"]
    assert shown == ["オングストローム研究所", "銀杏製薬", "東都大学", "漢字製作所", "Aalto", "Zymo"]


def test_tools_sort_by_their_titles_in_the_readers_language(client: Reading, cast: Cast) -> None:
    """In Japanese by kana; a title in kanji by its reading, where a curator said it, and else after those."""
    titles = (
        ("Alpha", "ん", ""), ("Éclair", "あ", ""), ("beta", "カ", ""), ("Zeta", "", ""),
        ("Minutes", "議事録", "ぎじろく"), ("Notes", "覚書", "おぼえがき"), ("Unread", "一覧", ""),
    )  # fmt: skip
    for title, local, reading in titles:
        tool = other_tool(cast, title)
        Tool.objects.filter(pk=tool.pk).update(reading=reading)
        if local:
            block = tool.content.editions.get().blocks.get(key="title")
            words = {"key": "title", "text": local, "source_hash": block.text_hash}
            translate(content=tool.content, language="ja", by=cast.curator, **words)
    shown = {}
    for language in ("en", "ja"):
        entries = client(language).get("/toolkits/research/").context["entries"]
        shown[language] = [entry.title for entry in entries]
    assert shown == {
        "en": ["Alpha", "beta", "Éclair", "Minutes", "Notes", "Unread", "Zeta"],
        "ja": ["あ", "覚書", "カ", "議事録", "ん", "一覧", "Zeta"],
    }


def test_leads_sort_as_people_do(client: Reading, cast: Cast) -> None:
    make_alliance("Of Oikawa", by=cast.lead, lead=japanese("Shinji Oikawa", "及川", "慎司", "おいかわ しんじ"))
    make_alliance("Of Abe", by=cast.lead, lead=japanese("Ken Abe", "阿部", "健", "あべ けん"))
    make_alliance("Of Lead", by=cast.lead)
    assert names(client("en"), "/alliances/?sort=lead") == ["Of Abe", "Of Lead", "Of Oikawa"]
    assert names(client("ja"), "/alliances/?sort=lead") == ["Of Abe", "Of Oikawa", "Of Lead"]


def test_countries_sort_without_accents_and_by_reading() -> None:
    with translation.override("en"):
        english = [name for _code, name in country_choices()]
    assert english.index("Åland Islands") < english.index("Albania")
    with translation.override("ja"):
        shown = [name for _code, name in country_choices()]
    some = {"ドイツ", "日本", "韓国", "アメリカ合衆国", "中国", "スイス"}
    assert [name for name in shown if name in some] == ["アメリカ合衆国", "韓国", "スイス", "中国", "ドイツ", "日本"]
