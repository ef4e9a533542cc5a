"""The forms of a page as a browser sees them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

NO_FIELDS = {"submit", "button", "file", "checkbox", "image", "reset"}


@dataclass
class Form:
    """A form as a browser sees it: the kind of each field, what stands in it, and which must be filled in."""

    action: str
    kinds: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    names_wanted: set[str] = field(default_factory=set)
    pickers: dict[str, str] = field(default_factory=dict)

    def filled(self) -> dict[str, list[str]]:
        """What it sends when whoever opened it fills in what must be, and leaves the rest."""
        plain = {"date": "2026-12-01", "number": "1", "email": "new@hub.example", "url": "https://kestrel.example/"}
        plain |= {"time": "10:00", "datetime-local": "2026-12-01T10:00"}
        found = {name: list(values) for name, values in self.values.items()}
        for name in self.names_wanted | set(self.options):
            if not any(found.get(name, ())):
                chosen = [one for one in self.options.get(name, ()) if one][:1]
                wanted = name in self.names_wanted or self.kinds.get(name) == "radio"
                found[name] = chosen or ([plain.get(self.kinds.get(name, ""), "A word")] if wanted else [])
        return found


class Forms(HTMLParser):
    """The forms of the main part of a page: those that post, or those that ask, and the fields told to be `wrong`."""

    def __init__(self, page: str, url: str, *, method: str = "post") -> None:
        super().__init__()
        self.url, self.method, self.form, self.inside = url, method, None, ""
        self.found: list[Form] = []
        self.wrong: set[str] = set()
        self.feed(page[page.find("<main") : page.find("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "get") == self.method:
            self.form = Form(said.get("action") or self.url)
            self.found.append(self.form)
        if self.form and tag == "option" and self.inside:
            self._option(self.form, said)
        elif self.form and said.get("name"):
            self._field(self.form, tag, said)

    def _option(self, form: Form, said: dict[str, str]) -> None:
        form.options.setdefault(self.inside, []).append(said.get("value", ""))
        if "selected" in said:
            form.values[self.inside].append(said.get("value", ""))

    def _field(self, form: Form, tag: str, said: dict[str, str]) -> None:
        name = said["name"]
        kind = {"input": said.get("type", "text"), "textarea": "textarea", "select": "select"}.get(tag, "")
        is_chosen = kind in {"checkbox", "radio"}
        if said.get("aria-invalid") == "true" or "is-invalid" in said.get("class", ""):
            self.wrong.add(name)
        if kind == "radio" or kind not in NO_FIELDS | {""}:
            form.kinds[name] = kind
        if is_chosen or tag == "button":
            form.options.setdefault(name, []).append(said.get("value", "on"))
        if kind == "file":
            form.files.add(name)
        if "required" in said and kind not in {"radio", "file"}:
            form.names_wanted.add(name)
        if "data-picker-url" in said:
            form.pickers[name] = said["data-picker-url"]
        values = form.values.setdefault(name, [])
        if tag in {"select", "textarea"}:
            self.inside = name
        if tag == "input" and kind != "file" and (not is_chosen or "checked" in said):
            values.append(said.get("value", "on" if is_chosen else ""))

    def handle_data(self, data: str) -> None:
        if self.form and self.inside and self.form.kinds.get(self.inside) == "textarea":
            known = "".join(self.form.values[self.inside])
            self.form.values[self.inside] = [known + (data if known else data.removeprefix("\n"))]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag in {"select", "textarea"}:
            self.inside = ""
