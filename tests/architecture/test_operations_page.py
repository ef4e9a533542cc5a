"""Every command, target, option, variable and figure that docs/operations.md names is there."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
from celery.bin.worker import worker
from django.conf import settings
from django.core.management import get_commands, load_command_class
from gunicorn.config import Config

from coe_hub.attachments.contents import KINDS
from coe_hub.imports.files.lines import CSV_ENDINGS, LARGEST_SENT, XLSX_ENDINGS
from coe_hub.lib.uploads import MOST_BYTES, MOST_UPLOADED, TYPES
from coe_hub.operations import metrics
from tests.architecture.test_deployment import SERVICES, variables_read

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
_FENCED = [block for _kind, block in re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)]
_INLINE = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", PAGE, flags=re.MULTILINE | re.DOTALL))
# Variables that are none of the settings': read by the runner, by make, by Docker Compose, by others' programs,
# and those of identity providers, which `read_providers` reads
_OTHERS = {
    "HOST", "MAILBOX_PORT", "WEB_CONCURRENCY", "POSTGRES_PROGRAMS", "HUB_LISTEN", "HUB_IMAGE", "PYTHON_IMAGE",
    "NODE_IMAGE", "AWS_ACCESS_KEY_ID", "OIDC_PROVIDERS", "HUB_DATA_DIR", "PORT", "HUB_DEMO",
}  # fmt: skip
# Tools of others, which are not here to be asked
_OTHERS_TOOLS = {
    "docker",
    "cp",
    "chmod",
    "export",
    "apt-get",
    "pg_dump",
    "psql",
    "age-keygen",
    "age",
    "scrape_configs:",
}


def commands() -> list[list[str]]:
    """Each command of the page, in words; comments and what is set before it left out."""
    lines = [line for block in _FENCED for line in block.splitlines()] + _INLINE
    found = []
    for line in lines:
        for part in re.split(r"&&|;", line):
            words = shlex.split(part, comments=True) if part.count("'") % 2 == 0 and part.count('"') % 2 == 0 else []
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words = words[1:]
            found += [words] if len(words) > 1 else []
    return found


def _after(words: list[str], *names: str) -> list[str]:
    """What follows one of the names, if it is there."""
    place = next((at for at, word in enumerate(words) if word.endswith(names)), None)
    return [] if place is None else words[place + 1 :]


MANAGE = [rest for words in commands() if (rest := _after(words, "manage.py"))]
MODULES = [rest for words in commands() if "python" in words[0] and (rest := _after(words, "-m"))]


def test_the_page_was_read() -> None:
    assert (len(MANAGE) > 10, len(MODULES) >= 5) == (True, True)


@pytest.mark.parametrize("words", MANAGE, ids=" ".join)
def test_management_commands_and_their_options_exist(words: list[str]) -> None:
    known = get_commands()
    assert words[0] in known
    app = known[words[0]]
    parser = load_command_class(app, words[0]).create_parser("manage.py", words[0])  # type: ignore[arg-type]
    options = {word.partition("=")[0] for word in words[1:] if word.startswith("--")}
    assert options - set(parser._option_string_actions) == set()


@pytest.mark.parametrize("words", MODULES, ids=" ".join)
def test_modules_and_their_options_exist(words: list[str]) -> None:
    name, options = words[0], words[1:]
    assert importlib.util.find_spec(name) is not None
    if name == "gunicorn":
        Config().parser().parse_args(options)  # ends the test where it does not know one
    if name == "celery" and "worker" in options:
        known = {text for one in worker.params for text in one.opts} | {"--app"}
        assert {word.partition("=")[0] for word in options if word.startswith("--")} - known == set()


def test_targets_of_make_exist() -> None:
    named = {words[1] for words in commands() if words[0] == "make" and not words[1].startswith("(")}
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert (named - targets, "run" in named) == (set(), True)


def test_services_of_compose_exist() -> None:
    lines = [words for words in commands() if words[:2] == ["docker", "compose"]]
    scaled = {word.partition("=")[0] for words in lines for word in words if re.fullmatch(r"\w+=\d", word)}
    run = [words[words.index("run") :] for words in lines if "run" in words]
    started = {next(word for word in words[1:] if word in SERVICES) for words in run}
    assert (scaled | started) - set(SERVICES) == set()
    assert {words[2] for words in lines} <= {"build", "up", "run", "ps"}


def test_whatever_else_is_run_is_somebody_elses() -> None:
    """A command whose program nobody knows would be asked by no test here."""
    first = {words[0] for block in _FENCED for line in block.splitlines() for words in [line.split()] if words}
    ours = {one for one in first if one.endswith(("manage.py", "python")) or one in {"make", "python"}}
    rest = {one for one in first - ours - _OTHERS_TOOLS if not re.match(r"[A-Z_]+=|CREATE$|\{|-$|[a-z_]+:", one)}
    assert rest == set()


def test_every_variable_is_read_and_every_one_that_is_read_is_told() -> None:
    told = set(re.findall(r"^\| `([A-Z_]+)`", PAGE, re.MULTILINE)) | {"HOST"}
    assert told - variables_read() - _OTHERS == set()
    assert variables_read() - told - _OTHERS == set()


def test_every_figure_is_told() -> None:
    counted = {"hub_requests_total", "hub_request_seconds", "hub_slow_queries_total"}
    source = Path(metrics.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r'(?:GaugeMetricFamily|_age)\(\s*"(hub_\w+)"', source))
    section = PAGE[PAGE.index("## Metrics") : PAGE.index("## Backup and restore")]
    assert counted | read == set(re.findall(r"`(hub_\w+)", section))


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = {
        re.sub(r"[^\w -]", "", text).lower().replace(" ", "-") for text in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", PAGE)) - headings == set()


def test_files_that_are_taken_are_told() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| ([a-z0-9, ]+) \| (\d+) MB", PAGE[PAGE.index("## Files that are taken") :], re.MULTILINE
    )
    told = {where[:8]: ({*kinds.split(", ")}, int(size) << 20) for where, kinds, size in rows}
    assert told == {
        "on a rec": (set(KINDS), MOST_UPLOADED),
        "with a t": (set(TYPES), MOST_BYTES),
        "a list t": ({one[1:] for one in CSV_ENDINGS + XLSX_ENDINGS}, LARGEST_SENT),
    }
