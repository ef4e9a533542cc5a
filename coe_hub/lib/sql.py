"""Functions of ours in the database, and the expressions that call them.

Text is found by `hub_words`, a tsvector of two texts, a title and a body, and `hub_query`, which reads what somebody
typed. Both know the two scripts:
- Words in letters are there as they are written (weight A in a title, C in a body) and by their English stem (B, D).
- Japanese has no spaces between words, so each two neighbouring signs are one lexeme, and the last sign of a row stands
  alone: 議事録 is 議事 事録 録. Spaces between signs say nothing (中村 愛子 is 中村愛子).

What was typed may have several forms that mean the same: `hub_asked` reads one term a line, its forms parted by tabs,
and asks for one form of each term.

Names are sorted by `hub_sort`, since not every build of Postgres has ICU: without case and accents, both kana as one.
A Japanese list has its Japanese names first, by reading, then those in Latin letters (`LocalSortKey`).
`hub_name` is a name as it identifies somebody, without spaces and points besides.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Lookup, Subquery
from django.db.models.functions import Concat

from coe_hub.lib.text import UNSEEN

FOLD = f"""
CREATE OR REPLACE FUNCTION hub_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(public.unaccent(
    'public.unaccent'::regdictionary, normalize(regexp_replace(value, '[{UNSEEN}]', '', 'g'), NFKC)
));
"""

# Kanji, kana and what stands among them; the same in a regular expression of Python's and of the database.
SIGNS = (
    r"\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_LIKE_MEANS = re.compile(r"[\\%_]")
# A lexeme may have 2 KB and a text no space at all.
_LONGEST_WORD = 60

WORDS = f"""
-- Words in letters; signs part them as spaces do.
CREATE OR REPLACE FUNCTION hub_split_letters(folded text) RETURNS TABLE (word text, place bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
    SELECT left(split.word, {_LONGEST_WORD}), split.place
    FROM regexp_split_to_table(regexp_replace(folded, '([^[:alnum:]]|[{SIGNS}])+', ' ', 'g'), ' ')
        WITH ORDINALITY AS split(word, place)
    WHERE split.word <> '';
END;

-- Each sign with the next one; the last of a row is followed by a space and stands alone.
CREATE OR REPLACE FUNCTION hub_split_signs(folded text) RETURNS TABLE (pair text, place bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
    SELECT rtrim(rows.sign || rows.following), rows.place
    FROM (
        SELECT split.sign, split.place, lead(split.sign, 1, ' ') OVER (ORDER BY split.place) AS following
        FROM unnest(string_to_array(regexp_replace(folded, '[^{SIGNS}]+', ' ', 'g'), NULL))
            WITH ORDINALITY AS split(sign, place)
    ) AS rows
    WHERE rows.sign <> ' ';
END;

-- With its place, so that pairs can be asked for in a row. What stands as written weighs `exact`, a stem `stemmed`. In
-- plpgsql, which folds and splits the text once: as one expression this took twice to three times as long. Letters are
-- split here, as `hub_split_letters` does, and ASCII is folded by itself: a fifth less for what is most of any import.
-- Names have their schema, since a dump is restored without a search path.
CREATE OR REPLACE FUNCTION hub_lexemes(value text, exact text, stemmed text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    folded text := CASE
        WHEN octet_length(value) = char_length(value) THEN lower(value) ELSE public.hub_fold(value)
    END;
    lexemes text := string_agg(
        word || ':' || place || exact
            || coalesce(' ' || (ts_lexize('pg_catalog.english_stem', word))[1] || ':' || place || stemmed, ''),
        ' '
    )
    FROM (
        SELECT left(split.word, {_LONGEST_WORD}) AS word, split.place
        FROM string_to_table(regexp_replace(folded, '([^[:alnum:]]|[{SIGNS}])+', ' ', 'g'), ' ')
            WITH ORDINALITY AS split(word, place)
        WHERE split.word <> ''
    ) AS words;
BEGIN
    IF folded ~ '[{SIGNS}]' THEN
        lexemes := concat_ws(' ', lexemes, (
            SELECT string_agg(pair || ':' || place || exact, ' ')
            FROM public.hub_split_signs(regexp_replace(folded, '(?<=[{SIGNS}])\\s+(?=[{SIGNS}])', '', 'g'))
        ));
    END IF;
    RETURN coalesce(lexemes, '')::tsvector;
END
$$;

CREATE OR REPLACE FUNCTION hub_words(title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN hub_lexemes(title, 'A', 'B') || hub_lexemes(body, 'C', 'D');

-- All that was typed must be there. `exact` are the weights in which it counts as written, `stemmed` those in which its
-- stem counts as well; without `stemmed`, only whole words as written do.
CREATE OR REPLACE FUNCTION hub_query(typed text, exact text, stemmed text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
    SELECT string_agg(parts.part, ' & ')::tsquery
    FROM (
        SELECT CASE
            WHEN stemmed = '' THEN word || ':' || exact
            -- As written, or the beginning of a word of a title, or by its stem, which may be of no words (NULL).
            ELSE '(' || word || ':' || exact || ' | ' || word || ':*A'
                || coalesce(' | ' || (ts_lexize('pg_catalog.english_stem', word))[1] || ':' || exact || stemmed, '')
                || ')'
            END AS part
        FROM hub_split_letters(hub_fold(typed))
        UNION ALL
        SELECT CASE
            -- One sign alone: every pair that begins with it.
            WHEN count(*) = 1 THEN min(rows.pair) || ':*' || exact
            -- Several: their pairs, one right after the other. The last sign, alone, is in the last pair already.
            ELSE string_agg(rows.pair || ':' || exact, ' <-> ' ORDER BY rows.place)
                FILTER (WHERE char_length(rows.pair) = 2)
            END
        FROM (
            -- Places of neighbours grow as their numbers do, so the difference is one for each unbroken row of signs.
            SELECT pair, place, place - row_number() OVER (ORDER BY place) AS row_of_signs
            FROM hub_split_signs(hub_fold(typed))
        ) AS rows
        GROUP BY rows.row_of_signs
    ) AS parts;
END;

CREATE OR REPLACE FUNCTION hub_asked(asked text, exact text, stemmed text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
    SELECT string_agg(terms.term, ' & ')::tsquery
    FROM (
        SELECT (
            SELECT '(' || string_agg('(' || hub_query(forms.form, exact, stemmed)::text || ')', ' | ') || ')'
            FROM regexp_split_to_table(lines.line, E'\t') AS forms(form)
        ) AS term
        FROM regexp_split_to_table(asked, E'\n') AS lines(line)
    ) AS terms;
END;
"""  # noqa: S608  nothing in it was typed by anybody

KATAKANA = "".join(map(chr, range(0x30A1, 0x30F7)))
HIRAGANA = "".join(chr(ord(sign) - 0x60) for sign in KATAKANA)

NAMES = f"""
CREATE OR REPLACE FUNCTION hub_sort(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(translate(hub_fold(value), '{KATAKANA}', '{HIRAGANA}'), '^[^[:alnum:]]+', '');

CREATE OR REPLACE FUNCTION hub_name(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(translate(hub_fold(value), '{KATAKANA}', '{HIRAGANA}'), '[[:space:].,･・’''-]+', '', 'g');
"""


class Fold(Func):
    """Text as people look for it: full-width made half-width, accents, case and what is not seen taken off."""

    function = "hub_fold"
    output_field = models.TextField()


class SortKey(Func):
    """A name as lists sort it."""

    function = "hub_sort"
    output_field = models.TextField()


class JapaneseFirst(Func):
    """A sort key as Japanese lists have it: kana and kanji first, as あ to ん stand before A to Z there."""

    template = "regexp_replace(%(expressions)s, '^(?=[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' ')"
    output_field = models.TextField()


class LocalSortKey(Func):
    """A name as Japanese lists sort it."""

    template = JapaneseFirst.template.replace("%(expressions)s", "hub_sort(%(expressions)s)")
    output_field = models.TextField()


class NameKey(Func):
    """What a name identifies its bearer by."""

    function = "hub_name"
    output_field = models.TextField()


class NameKeys(Func):
    """The keys by which names identify their bearer, as an array, without those that are empty."""

    function = "array_remove"
    output_field = ArrayField(models.TextField())

    def __init__(self, *names: Any) -> None:
        keys = Func(*map(NameKey, names), template="ARRAY[%(expressions)s]")
        super().__init__(keys, models.Value(""))


class AddMonths(Func):
    """A date some months later, clipped to the month's end, and then some days; NULL where any of them is NULL."""

    template = "((%(expressions)s)::date)"
    arg_joiner = " + "
    output_field = models.DateField()

    def __init__(self, date: Any, months: Any, days: Any = None) -> None:
        """Each is a column's name or an expression."""
        first, *parts = (
            models.F(one) if isinstance(one, str) else one for one in (date, months, days) if one is not None
        )
        if days is not None:
            parts.insert(1, models.Value(0))
        super().__init__(first, Func(*parts, template="make_interval(0, %(expressions)s)"))


def _in_a_row(fields: Sequence[Any]) -> Any:
    if len(fields) < 2:
        return (models.F(fields[0]) if isinstance(fields[0], str) else fields[0]) if fields else models.Value("")
    parts: list[Any] = []
    for one in fields:
        parts += [models.F(one) if isinstance(one, str) else one, models.Value(" ")]
    return Concat(*parts, output_field=models.TextField())


def folded_words(*fields: str) -> Fold:
    """Expression of a generated column: the fields, one after the other, as people look for them."""
    return Fold(_in_a_row(fields))


def found_by(*, title: Sequence[Any], body: Sequence[Any] = ()) -> Func:
    """Expression of a generated column: what a record is found by, its title's fields before those of its body."""
    return Func(_in_a_row(title), _in_a_row(body), function="hub_words", output_field=SearchVectorField())


class TsQuery(str):
    """A tsquery as the database writes it."""

    __slots__ = ()


# Lookups of ours are written out: a search has dozens, and each expression of Django's costs as much as a small page.
class Rank(Func):
    """How well a row with `words` and `folded` that was found fits: 0 is best.

    0 holds the `phrase` in its title, as LIKE matches it between blanks, or what is `within`; 1 has all words in its
    title, 2 their stems; 3 has all words anywhere, 4 their stems.
    """

    output_field = models.IntegerField()

    def __init__(self, phrase: str, within: str, *queries: TsQuery) -> None:
        super().__init__("words", "folded")
        self.texts = (phrase, within, *queries)

    def as_sql(self, compiler: Any, connection: Any, **_how: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        (words, _none), (folded, given) = map(compiler.compile, self.get_source_expressions())
        better = " ".join(f"WHEN {words} @@ %s::tsquery THEN {rank}" for rank in (1, 2, 3))
        sql = f"CASE WHEN ' ' || {folded} || ' ' LIKE %s OR {folded} LIKE %s THEN 0 {better} ELSE 4 END"
        phrase, within, *queries = self.texts
        return sql, [*given, phrase, *given, within, *queries]


def met(rows: "models.QuerySet[Any]") -> Subquery:
    """Whether there is one of `rows`, which lead to the row in question by `OuterRef`; NULL where there is none.

    As EXISTS, but asked of each row by itself. Postgres reckons an EXISTS beside an OR by all rows of the table and
    answers it for all at once, though a page has fifty.
    """
    yes = models.Value(True, output_field=models.BooleanField())
    return Subquery(rows.order_by().annotate(yes=yes).values("yes")[:1], output_field=models.BooleanField())


def for_like(text: str) -> str:
    """The text as LIKE means it, with no sign in it that stands for others."""
    return _LIKE_MEANS.sub(r"\\\g<0>", text)


@models.Field.register_lookup
@models.ForeignKey.register_lookup
class AnyOf(Lookup):
    """`pk__any=ids`: one of these, as one parameter however many they are, where `__in` writes each of them out.

    Of an `ArraySubquery`, which is asked once and first, the rows are found by an index, whatever else they cost.
    """

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        if not self.rhs_is_direct_value():
            array, more = self.process_rhs(compiler, connection)
            return f"{column} = ANY ({array})", (*params, *more)
        return f"{column} = ANY (%s)", (*params, list(self.rhs))


@SearchVectorField.register_lookup
class Matches(Lookup):
    """`words__matches=(asked, exact, stemmed)`: a form of each term is there, in lexemes of these weights; or a
    `TsQuery` that was read before."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, str):
            return f"{column} @@ %s::tsquery", (*params, self.rhs)
        return f"{column} @@ hub_asked(%s, %s, %s)", (*params, *self.rhs)


@SearchVectorField.register_lookup
class Has(Lookup):
    """`words__has=query`, a `TsQuery`: the same looked for in each row, where others than an index have found few."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"({column} @@ %s::tsquery) IS TRUE", (*params, self.rhs)


@models.TextField.register_lookup
class Holds(Lookup):
    """`folded__holds=typed`: the text, folded, stands somewhere in the column."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE '%%' || hub_fold(%s) || '%%'", (*params, for_like(self.rhs))


@models.TextField.register_lookup
class Like(Lookup):
    """`folded__like=pattern`: as LIKE has it."""

    lookup_name = "like"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*params, self.rhs)


@ArrayField.register_lookup
class Names(Lookup):
    """`name_keys__names=typed`: one of the names is the one that was typed, whatever its case, kana, spaces."""

    lookup_name = "names"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @> ARRAY[nullif(hub_name(%s), '')]", (*params, self.rhs)


@models.TextField.register_lookup
class Resembles(Lookup):
    """`folded__resembles=typed`: a word of the column shares many trigrams with it; see `lib.search.misspelt`."""

    lookup_name = "resembles"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} %%> %s", (*params, self.rhs)
