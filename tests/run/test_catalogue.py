"""The catalogues of interface texts."""

import gettext

import pytest

from coe_hub.run import catalogue


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one view and one template in which nothing is translated yet."""
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path / "coe_hub" / "locale")
    (tmp_path / "coe_hub").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "coe_hub" / "views.py").write_text('title = _("Today")\ncount = ngettext("one row", "%(n)s rows", n)\n')
    (tmp_path / "templates" / "today.html").write_text(
        '{% load i18n %}\n  <h1 title="{% translate "Hello" %}">\n'
        "{% blocktranslate with name=user.name %}Good day, {{ name }}{% endblocktranslate %} it's (\n"
    )
    return tmp_path


def translate(project, replacements):
    source = project / "coe_hub" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    text = source.read_text()
    for old, new in replacements.items():
        assert old in text
        text = text.replace(old, new)
    source.write_text(text)


def test_missing_catalogue(project):
    assert catalogue.problems("ja") == [
        "coe_hub/locale/ja/LC_MESSAGES/django.po is missing: make it with `make fix`",
    ]


def test_update_finds_texts_in_code_and_templates(project):
    catalogue.update("ja")

    assert sorted(catalogue.problems("ja")) == [
        "not translated: coe_hub/views.py: 'Today'",
        "not translated: coe_hub/views.py: 'one row'",
        "not translated: templates/today.html: 'Good day, %(name)s'",
        "not translated: templates/today.html: 'Hello'",
    ]


def test_complete_catalogue_is_left_alone_and_compiles(project):
    catalogue.update("ja")
    translate(
        project,
        {
            'msgid "Today"\nmsgstr ""': 'msgid "Today"\nmsgstr "今日"',
            'msgid "Hello"\nmsgstr ""': 'msgid "Hello"\nmsgstr "こんにちは"',
            'msgid "Good day, %(name)s"\nmsgstr ""': 'msgid "Good day, %(name)s"\nmsgstr "%(name)sさん"',
            'msgstr[0] ""': 'msgstr[0] "%(n)s行"',
        },
    )
    source = project / "coe_hub" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    before = source.read_bytes()

    assert catalogue.problems("ja") == []
    catalogue.update("ja")
    catalogue.compile_all()

    assert source.read_bytes() == before
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Today") == "今日"


def test_wrong_placeholder_and_unused_text_are_told(project):
    catalogue.update("ja")
    translate(project, {'msgid "Good day, %(name)s"\nmsgstr ""': 'msgid "Good day, %(name)s"\nmsgstr "%(nmae)sさん"'})
    (project / "coe_hub" / "views.py").write_text("")

    found = catalogue.problems("ja")

    assert "no longer used (`make fix` removes it): 'Today'" in found
    assert [line for line in found if "nmae" in line or "placeholder" in line]
