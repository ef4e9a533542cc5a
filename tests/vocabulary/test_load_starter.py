"""`manage.py load_starter`."""

import json

import pytest
from django.core.management import call_command

from coe_hub.vocabulary.kinds import KINDS
from coe_hub.vocabulary.management.commands.load_starter import STARTER, load_starter
from coe_hub.vocabulary.models import Function, Stage


@pytest.fixture(autouse=True)
def no_words(db):
    for kind in KINDS.values():
        kind.model.objects.all().delete()


def test_load_starter_creates_every_word_in_english_and_japanese():
    words = [word for words in json.loads(STARTER.read_text(encoding="utf-8")).values() for word in words]

    assert load_starter() == len(words)

    made = [word for kind in KINDS.values() for word in kind.model.objects.all()]
    assert len(made) == len(words)
    assert [word.code for word in made if set(word.names) != {"en", "ja"}] == []


def test_load_starter_orders_words_as_the_file_does():
    load_starter()

    positions = dict(Function.objects.values_list("code", "position"))
    assert (positions["research"], positions["translational"]) == (10, 20)
    assert Stage.objects.in_use().first().code == "exploring"


def test_load_starter_twice_creates_nothing(capsys):
    call_command("load_starter")
    call_command("load_starter")

    assert capsys.readouterr().out.splitlines()[-1] == "Starter words: all there."


def test_load_starter_keeps_what_an_admin_changed():
    load_starter()
    Stage.objects.filter(code="running").update(names={"en": "Under way"}, position=5, is_active=False)
    Stage.objects.filter(code="closed").delete()

    assert load_starter() == 1

    running = Stage.objects.get(code="running")
    assert (running.names, running.position, running.is_active) == ({"en": "Under way"}, 5, False)
    assert Stage.objects.get(code="closed").phase == "closed"
