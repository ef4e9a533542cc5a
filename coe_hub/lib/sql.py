"""Functions of ours in the database, and the expressions that call them."""

from django.db import models
from django.db.models import Func
from django.db.models.functions import Concat

FOLD = """
CREATE OR REPLACE FUNCTION hub_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(public.unaccent('public.unaccent'::regdictionary, normalize(value, NFKC)));
"""


class Fold(Func):
    """Text as people look for it: full-width made half-width, accents and case taken off."""

    function = "hub_fold"
    output_field = models.TextField()


class AddMonths(Func):
    """A date some months later, clipped to the month's end; NULL where either is NULL."""

    template = "((%(expressions)s)::date)"
    arg_joiner = " + "
    output_field = models.DateField()

    def __init__(self, date: str, months: str) -> None:
        super().__init__(models.F(date), Func(models.F(months), template="make_interval(0, %(expressions)s)"))


def folded_words(*fields: str) -> Fold:
    """Expression of a generated column: the fields, one after the other, as people look for them."""
    parts: list[models.F | models.Value] = []
    for name in fields:
        parts += [models.F(name), models.Value(" ")]
    return Fold(Concat(*parts, output_field=models.TextField()))
