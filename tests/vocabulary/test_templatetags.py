"""The life cycle as it is drawn."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError


def draw(tag: str, **context: str) -> str:
    return Template("{% load vocabulary %}" + tag).render(Context(context))


@pytest.mark.parametrize(("phase", "end"), [("forming", 10), ("running", 34), ("closed", 58)])
def test_stage_bar_fills_up_to_the_phase(phase: str, end: int) -> None:
    markup = draw('{% stage_bar phase=phase label="Word" %}', phase=phase)
    assert re.findall(r'd="M0 2h(\d+)"', markup) == ["58", str(end)]
    assert re.sub("<[^>]+>", "", markup) == "Word"


def test_stage_bar_refuses_an_unknown_phase() -> None:
    with pytest.raises(TemplateSyntaxError, match="no phase"):
        draw('{% stage_bar phase="dreaming" label="x" %}')
