"""What the API answers when it does not do what was asked: problem details, RFC 9457, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Each by its code: the status it comes with and its title. The page of documentation has a line for each.
PROBLEMS: dict[str, tuple[int, Any]] = {
    "malformed": (400, gettext_lazy("This cannot be read.")),
    "no-token": (401, gettext_lazy("A token is needed.")),
    "not-allowed": (403, gettext_lazy("This is not yours to do.")),
    "not-found": (404, gettext_lazy("There is nothing here that you can see.")),
    "overtaken": (412, gettext_lazy("Somebody else saved it meanwhile.")),
    "refused": (422, gettext_lazy("Some of it is refused.")),
    "key-taken": (422, gettext_lazy("This key was used for something else.")),
    "no-version": (428, gettext_lazy("Say which version you change.")),
    "too-many": (429, gettext_lazy("Too many requests.")),
}


class Problem(Exception):
    """A request that is answered by one of `PROBLEMS`: what to do about it, and what is wrong with each field."""

    def __init__(self, code: str, detail: str = "", *, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(code)
        self.code, self.detail, self.errors = code, detail, errors or {}
        self.headers: dict[str, str] = {}


def refuse_names(names: Sequence[str], known: Sequence[str]) -> None:
    """Raise `Problem` where a name is asked for that is not known: it would be dropped, and everything answered."""
    if unknown := sorted(set(names) - set(known)):
        sentence = _("There is no “%(names)s” here. What there is: %(known)s.")
        words = {"names": ", ".join(unknown), "known": ", ".join(sorted(known))}
        raise Problem("malformed", sentence % words)


def answer(problem: Problem) -> JsonResponse:
    """The answer that says so."""
    status, title = PROBLEMS[problem.code]
    body: dict[str, Any] = {
        "type": f"{settings.HUB_URL}/api/v1/docs/#{problem.code}",
        "title": str(title),
        "status": status,
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.errors:
        body["errors"] = problem.errors
    headers = {"Cache-Control": "no-store"} | problem.headers
    response = JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/problem+json"
    return response
