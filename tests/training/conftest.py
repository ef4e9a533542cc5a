"""A course, and a browser of somebody who may take it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.cast import Cast
from tests.training.data import make_course
from training.models import Course


@pytest.fixture
def course(cast: Cast, tmp_path: Path) -> Course:
    """Two lessons and a quiz of four questions, passed with three of them, in English and Japanese."""
    return make_course(tmp_path, by=cast.curator)


@pytest.fixture
def learner(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    """The browser of the stranger: a member without any role."""
    return sign_in(cast.stranger)
