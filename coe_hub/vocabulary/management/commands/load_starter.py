"""`manage.py load_starter`: the words every hub starts with."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from coe_hub.lib.history import acting
from coe_hub.vocabulary import models
from coe_hub.vocabulary.actions import add_word

STARTER = Path(models.__file__).with_name("starter.json")
_VOCABULARIES: dict[str, type[models.Word]] = {
    "stages": models.Stage,
    "alliance_types": models.AllianceType,
    "agreement_kinds": models.AgreementKind,
    "committee_kinds": models.CommitteeKind,
    "functions": models.Function,
    "therapeutic_areas": models.TherapeuticArea,
    "languages": models.Language,
    "alliance_roles": models.AllianceRole,
    "synonyms": models.Synonym,
}
# Steps of ten leave room for an admin's own word between two of ours.
_STEP = 10


@transaction.atomic
def load_starter() -> int:
    """Create the starter words whose code is not there yet; return how many. What an admin changed stays as it is."""
    starter: dict[str, list[dict[str, Any]]] = json.loads(STARTER.read_text(encoding="utf-8"))
    created = 0
    with acting(by=None):
        for vocabulary, words in starter.items():
            model = _VOCABULARIES[vocabulary]
            known = set(model._default_manager.values_list("code", flat=True))
            for number, word in enumerate(words, start=1):
                if word["code"] not in known:
                    add_word(**{"model": model, "position": number * _STEP, **word})
                    created += 1
    return created


class Command(BaseCommand):
    """Run at every start: it only adds what is missing."""

    help = "Create the starter words (stages, types, roles …) that are missing; never change one that is there."

    def handle(self, *args: Any, **options: Any) -> None:
        created = load_starter()
        self.stdout.write(f"Starter words: {created} created." if created else "Starter words: all there.")
