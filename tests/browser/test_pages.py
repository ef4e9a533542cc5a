"""Every page of the product, by axe-core, in both themes and at both widths. A page that is not listed fails."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from tests.architecture import urls
from tests.browser.axe import look_at
from tests.browser.pages import FOR_MEMBERS, FOR_VISITORS, NO_PAGES
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser


def test_every_address_is_listed() -> None:
    listed = [*NO_PAGES, *FOR_VISITORS, *(name for names in FOR_MEMBERS.values() for name in names)]
    assert sorted(listed) == sorted({one.name for one in urls.patterns()})


def test_pages_for_visitors(visit: Callable[..., Page], samples: SimpleNamespace, watch: Watch) -> None:
    assert look_at(visit(), FOR_VISITORS, samples, watch) == []


@pytest.mark.parametrize("room", FOR_MEMBERS)
def test_pages_for_members(room: str, visit: Callable[..., Page], samples: SimpleNamespace, watch: Watch) -> None:
    assert look_at(visit(samples.ada), FOR_MEMBERS[room], samples, watch) == []
