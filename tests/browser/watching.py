"""What no page may do, whatever a journey is about: complain in the console, break the policy, fail, overflow."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, WebError

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}
_REPORT_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`));
"""
_TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - room;
  if (over <= 0) return "";
  const widest = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > room + 1);
  return `${over} px: ` + widest.slice(0, 5).map((one) => one.outerHTML.slice(0, 90)).join(" | ");
}"""


def too_wide(page: Page) -> str:
    """What sticks out of the page to the right, in words; "" where everything fits."""
    return page.evaluate(_TOO_WIDE)


def _kind_of_page(address: str) -> str:
    """The name of a page of ours; of a page elsewhere its address."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


class Watch:
    """Listens to every page of some browsers and keeps what went wrong."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._opened: dict[BrowserContext, dict[str, None]] = {}
        self._refused: set[str] = set()
        self._complaints: list[tuple[str, str]] = []

    def follow(self, context: BrowserContext) -> None:
        """Listen to this browser from now on."""
        self._opened[context] = {}
        context.add_init_script(_REPORT_POLICY)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("response", lambda response: self._on_response(context, response))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._complaints.append((message.location.get("url", ""), message.text))

    def _on_error(self, error: WebError) -> None:
        self.problems.append(f"script: {error.error}")

    def _on_response(self, context: BrowserContext, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"answer {response.status}: {response.url}")
        request = response.request
        if not request.is_navigation_request():
            return
        if response.status >= 400:
            self._refused.add(response.url)
        is_page = response.headers.get("content-type", "").startswith("text/html")
        if request.method == "GET" and is_page and response.status == 200:
            self._opened[context].pop(response.url, None)
            self._opened[context][response.url] = None

    def has_fitted(self, page: Page) -> None:
        """Somebody has looked at this page on a phone already."""
        self._opened[page.context].pop(page.url, None)

    def look_again_on_a_phone(self) -> None:
        """Open each kind of page of the journey once more, as it was opened last, 360 px wide, and see that it fits."""
        for context, addresses in self._opened.items():
            page = context.new_page()
            page.set_viewport_size(PHONE)
            for address in list({_kind_of_page(one): one for one in addresses}.values()):
                page.goto(address)
                if wide := too_wide(page):
                    self.problems.append(f"too wide on a phone: {urlsplit(address).path}: {wide}")
            page.close()

    def complaints(self) -> list[str]:
        """Everything that was wrong. A page that answers 403, 404 or 409 on purpose is not: its test looks at it."""
        console = [
            f"console: {text} ({url})"
            for url, text in self._complaints
            if not (url in self._refused and text.startswith("Failed to load resource"))
        ]
        return self.problems + console
