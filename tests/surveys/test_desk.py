"""Questionnaires on the desk: begun, written, translated, published, retired."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from coe_hub.publishing.asked import (
    Asked,
    OnlyIf,
    Way,
    check_translation,
    read_asked,
    refuse_wrong_conditions,
    write_asked,
)
from coe_hub.publishing.models import Content
from coe_hub.surveys.asking import asking_of, live_edition
from tests.cast import Cast
from tests.surveys.data import make_questionnaire

DESK = "/questionnaires/desk/"
QUESTIONS = [
    Asked("a", "We meet.", Way.SCALE, steps=5, ends=("No", "Yes")),
    Asked("b", "How?", Way.CHOICE, options=(("a", "Often"), ("b", "Rarely"))),
    Asked("c", "Which?", Way.SEVERAL, options=(("a", "One"), ("b", "Two"))),
    Asked("d", "What first?", Way.RANKING, options=(("a", "One"), ("b", "Two"), ("c", "Three"))),
    Asked("e", "Why?", Way.OPEN, only_if=OnlyIf("b", ("b",))),
]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda one: one.way.value)
def test_a_question_is_read_as_it_was_written(asked: Asked) -> None:
    assert read_asked(asked.key, write_asked(asked)) == asked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_text"),
        ("What?\n( ) One", "too_few"),
        ("What?\n( ) One\n[ ] Two", "marks"),
        ("What?\n1 = No", "ends"),
        ("What?\n1 = No\n11 = Yes", "ends"),
        ("What?\n( ) One\n( ) Two\nAnd more", "order"),
        ("What?\n" + "\n".join(f"# {n}" for n in range(21)), "too_many"),
    ],
)
def test_what_is_no_question_is_refused(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_asked("a", text)
    assert refused.value.code == code


def test_a_translation_is_answered_as_its_original() -> None:
    check_translation("What?\n( ) One\n( ) Two", "何？\n( ) 一\n( ) 二")
    with pytest.raises(ValidationError):
        check_translation("What?\n( ) One\n( ) Two", "何？\n( ) 一\n( ) 二\n( ) 三")


def test_a_condition_needs_an_answer_given_before() -> None:
    refuse_wrong_conditions(QUESTIONS)
    unknown = Asked("e", "Why?", Way.OPEN, only_if=OnlyIf("b", ("z",)))
    for wrong in ([QUESTIONS[4], QUESTIONS[1]], [QUESTIONS[1], unknown]):
        with pytest.raises(ValidationError):
            refuse_wrong_conditions(wrong)


@pytest.fixture
def curator(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.curator)


# By way of questionnaire_edit, asked_edit, questionnaire_preview and questionnaire_move.
def test_questionnaire_create_then_written_and_published(
    curator: Client, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    begun = curator.post(
        DESK + "new/", {"title": "How we meet", "purpose": "To meet well.", "use": "health", "minutes": "2"}
    )
    assert begun["Location"] == DESK + "how-we-meet/"
    page = curator.get(DESK + "how-we-meet/")
    fields = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields} | {
        "new_kind": "theme",
        "new_place": "1",
        "new_text": "Meetings",
    }
    assert curator.post(DESK + "how-we-meet/", fields).status_code == 302
    for text, way, more in (
        ("Our meetings settle things.", "scale", {"low": "No", "high": "Yes", "steps": "5"}),
        ("How often?", "choice", {"options": "Weekly\nMonthly", "steps": "5"}),
        ("Why?", "open", {"only_if": "how-often=b", "steps": "5"}),
    ):
        address = DESK + "how-we-meet/questions/new/"
        form = curator.get(address).context["form"]
        hidden = {name: form[name].value() or "" for name in ("version", "base")}
        answered = curator.post(address, {**hidden, "text": text, "way": way, **more})
        assert answered.status_code == 302, answered.context["form"].errors
    preview = curator.get(DESK + "how-we-meet/preview/")
    assert [one.text for one in preview.context["asking"].questions] == [
        "Our meetings settle things.", "How often?", "Why?",
    ]  # fmt: skip
    draft = preview.context["draft"]
    approved = sign_in(cast.admin).post(DESK + "how-we-meet/move/", {"step": "publish", "version": draft.version})
    assert approved["Location"] == "/questionnaires/how-we-meet/"
    edition = live_edition(Content.objects.get(kind="survey", slug="how-we-meet"))
    assert edition is not None
    assert [theme.name for theme in asking_of(edition).themes] == ["Meetings"]
    detail = curator.get("/questionnaires/how-we-meet/")
    assert [one.way for one in detail.context["asking"].questions] == [Way.SCALE, Way.CHOICE, Way.OPEN]


def test_asked_edit_changes_a_question_as_a_new_edition(curator: Client, cast: Cast) -> None:
    make_questionnaire(cast.admin)
    address = DESK + "how-is-it/questions/how/"
    form = curator.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"options": "Often\nRarely\nNever"}
    assert curator.post(address, fields).status_code == 302
    asked = curator.get(DESK + "how-is-it/preview/").context["asking"].questions
    assert [text for _letter, text in next(one for one in asked if one.key == "how").options] == [
        *("Often", "Rarely", "Never"),
    ]
    form = curator.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"options": "Often"}
    refused = curator.post(address, fields).context["form"].non_field_errors()
    assert refused == ["A question to choose from needs two answers or more."]


# By way of questionnaire_give_back.
def test_questionnaire_retire_and_give_back(curator: Client, cast: Cast) -> None:
    make_questionnaire(cast.admin)
    form = curator.get(DESK + "how-is-it/retire/").context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"reason": "Too long"}
    assert curator.post(DESK + "how-is-it/retire/", fields).status_code == 302
    assert curator.get("/questionnaires/how-is-it/").status_code == 404
    assert [row.title for row in curator.get(DESK).context["retired"]] == ["How is it"]
    curator.post(DESK + "how-is-it/give-back/")
    assert curator.get("/questionnaires/how-is-it/").status_code == 200


def test_questionnaire_translate_asks_for_the_same_answers(curator: Client, cast: Cast) -> None:
    make_questionnaire(cast.admin)
    address = DESK + "how-is-it/into/ja/"
    form = curator.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    wrong = curator.post(address, fields | {"text-how": "どう？\n( ) よく"})
    assert list(wrong.context["form"].errors) == ["text-how"]
    assert curator.post(address, fields | {"text-how": "どう？\n( ) よく\n( ) まれに"}).status_code == 302


def test_questionnaire_history_tells_who_began_it(curator: Client, cast: Cast) -> None:
    make_questionnaire(cast.admin)
    sentences = curator.get(DESK + "how-is-it/history/").context["page"].object_list
    assert "began the questionnaire" in [one.what for one in sentences]


def test_members_read_what_is_asked(cast: Cast, sign_in: Callable[..., Client]) -> None:
    make_questionnaire(cast.admin)
    entries = sign_in(cast.stranger).get("/questionnaires/").context["entries"]
    assert [entry["title"] for entry in entries] == ["How is it"]


def test_questionnaire_facts_hold_for_every_edition(curator: Client, cast: Cast) -> None:
    questionnaire = make_questionnaire(cast.admin)
    address = DESK + "how-is-it/facts/"
    form = curator.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"minutes": "4", "use": "pulse"}
    assert curator.post(address, fields)["Location"] == DESK + "how-is-it/"
    questionnaire.refresh_from_db()
    assert (questionnaire.minutes, questionnaire.use) == (4, "pulse")
