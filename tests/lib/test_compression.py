"""Pages go compressed where no proxy does it; files, which are packed, go as they are."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from tests.cast import Cast


def test_pages_and_lists_are_compressed_for_whoever_takes_it(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    reader = sign_in(cast.lead)
    for address in (alliance.get_absolute_url(), f"{reverse('alliance_list')}?format=json"):
        plain, packed = reader.get(address), reader.get(address, headers={"accept-encoding": "gzip"})
        assert (packed["Content-Encoding"], "Accept-Encoding" in packed["Vary"]) == ("gzip", True)
        assert not plain.has_header("Content-Encoding")
    assert len(packed.getvalue()) < len(plain.getvalue())
    assert gzip.decompress(packed.getvalue()) == plain.getvalue()


def test_two_answers_with_the_same_content_differ_in_size(cast: Cast, sign_in: Callable[..., Client]) -> None:
    reader = sign_in(cast.lead)
    sizes = {len(reader.get("/people/me/", headers={"accept-encoding": "gzip"}).content) for _ in range(8)}
    assert len(sizes) > 1


def test_workbooks_go_as_they_are(cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]) -> None:
    answer = sign_in(cast.lead).get(f"{reverse('alliance_list')}?format=xlsx", headers={"accept-encoding": "gzip"})
    assert not answer.has_header("Content-Encoding")
    assert answer.getvalue().startswith(b"PK")


@pytest.fixture
def behind_nginx(settings: Any) -> None:
    settings.COMPRESS_PAGES = False


@pytest.mark.usefixtures("behind_nginx")
def test_a_proxy_that_compresses_gets_pages_as_they_are(cast: Cast, sign_in: Callable[..., Client]) -> None:
    assert not sign_in(cast.lead).get("/people/me/", headers={"accept-encoding": "gzip"}).has_header("Content-Encoding")
