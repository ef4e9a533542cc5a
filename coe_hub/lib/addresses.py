"""The parts of an address that name a record, addresses that a form may lead to, and e-mail addresses."""

from contextlib import suppress
from unicodedata import normalize

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


class PublicId:
    """`<id:…>`: a record's public id. Nothing else reaches a view, least of all what a database cannot read."""

    regex = "[0-9a-z]{1,12}"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the record."""
        return value


def safe_target(request: HttpRequest, target: str, *, default: str) -> str:
    """Where to go after a form: `target`, if it is the path or address of a page of this hub, else `default`. What is
    neither would be taken for the name of a view."""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=hosts, require_https=request.is_secure())
    return target if "/" in target and is_ours else default


def one_address(email: str) -> str:
    """The one way in which we write an e-mail address: half-width, small letters, the domain in its own script."""
    local, at, domain = normalize("NFKC", email).strip().lower().rpartition("@")
    if domain.isascii() and "xn--" in domain:
        with suppress(UnicodeError):  # it is no domain, which whoever takes the address says
            domain = domain.encode("ascii").decode("idna")
    return f"{local}{at}{domain}"
