"""compose.yaml, Dockerfile and what lies beside them stay true to the code: nothing here builds or starts anything."""

import importlib.util
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from coe_hub import celery
from coe_hub.operations import health
from coe_hub.run import healthcheck

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "docs" / "deployment"
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("web", "worker", "beat", "migrate")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
NGINX = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
IGNORED = [
    line
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def variables_read() -> set[str]:
    """Environment variables the settings read, and the one that gunicorn reads."""
    files = (ROOT / "coe_hub" / "settings.py", ROOT / "coe_hub" / "lib" / "identity_providers.py")
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    found = re.findall(r'(?:env(?:\.\w+)?|_required|environ(?:ment)?\.get)\(\s*"([A-Z_]+)"', text)
    return {*found, "WEB_CONCURRENCY"}


def instructions(name: str) -> list[list[str]]:
    """The words after an instruction, for each time the Dockerfile has it."""
    return [shlex.split(line)[1:] for line in DOCKERFILE.splitlines() if line.startswith(f"{name} ")]


def copied() -> list[str]:
    """What the image takes from this folder."""
    found = [words[:-1] for words in instructions("COPY") if not words[0].startswith("--from")]
    return [name for words in found for name in words]


# --- What the containers are told ------------------------------------------------------------------------------------
@pytest.mark.parametrize("service", OURS)
def test_settings_read_every_variable_of_our_containers(service: str) -> None:
    assert set(SERVICES[service]["environment"]) - variables_read() == set()


def test_the_image_sets_only_what_is_read() -> None:
    names = {word.split("=")[0] for words in instructions("ENV") for word in words}
    pythons = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "DJANGO_SETTINGS_MODULE"}
    assert names - pythons - variables_read() == set()


def test_only_migrations_know_the_owner_of_the_database() -> None:
    know = {name for name in OURS if "hub_owner" in str(SERVICES[name]["environment"])}
    assert (know, "DATABASE_OWNER_URL" in SERVICES["migrate"]["environment"]) == ({"migrate"}, True)


def test_no_secret_stands_in_the_file_and_each_has_its_line_in_the_example() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    example = (FOLDER / "example.env").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    told = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    assert asked == told
    secrets = {name for name in asked if name.endswith(("PASSWORD", "KEY"))}
    assert {name for name in secrets if f"${{{name}:?" not in text} == set()
    assert {name for name in secrets if not re.search(rf"^{name}=$", example, re.MULTILINE)} == set()
    assert "/.env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("service", OURS)
def test_commands_and_health_checks_name_modules_that_exist(service: str) -> None:
    commands = [SERVICES[service]["command"], *filter(None, [SERVICES[service].get("healthcheck", {}).get("test")])]
    modules = [command[command.index("-m") + 1] for command in commands]
    apps = [word.removeprefix("--app=") for command in commands for word in command if word.startswith("--app=")]
    apps += [word for command in commands for word in command if word.startswith("coe_hub.wsgi")]
    assert [name for name in modules + apps if importlib.util.find_spec(name) is None] == []


def test_the_image_starts_what_web_starts() -> None:
    assert yaml.safe_load(DOCKERFILE.rsplit("CMD ", 1)[1]) == SERVICES["web"]["command"]


def test_web_worker_and_beat_have_health_checks_of_their_own() -> None:
    checks = {name: SERVICES[name]["healthcheck"]["test"][-1] for name in ("web", "worker", "beat")}
    assert checks == {"web": "web", "worker": "worker", "beat": "beat"}


def test_there_is_no_way_to_scale_beat_by_accident() -> None:
    assert [name for name in SERVICES if "container_name" in SERVICES[name] or "deploy" in SERVICES[name]] == []
    assert "PersistentScheduler" in [base.__name__ for base in celery.AliveScheduler.__mro__]
    assert SERVICES["beat"]["command"][-1].startswith("--schedule=/srv/hub/beat/")


def test_servers_are_out_of_reach_from_outside() -> None:
    published = {name for name, service in SERVICES.items() if "ports" in service}
    inside_only = {name for name, service in SERVICES.items() if service["networks"] == ["inside"]}
    assert (published, inside_only) == ({"front"}, {"database", "broker"})
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_volumes_and_mounted_files_exist() -> None:
    mounts = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    files = {mount for mount in mounts if mount.startswith("./")}
    assert {mount for mount in mounts if mount not in files} == set(COMPOSE["volumes"])
    assert {name for name in files if not (ROOT / name).is_file()} == set()


# --- The image -------------------------------------------------------------------------------------------------------
def test_what_the_image_copies_exists_and_is_let_through() -> None:
    assert [name for name in copied() if not (ROOT / name).exists()] == []
    assert {line[1:] for line in IGNORED if line.startswith("!")} == set(copied())


def test_nothing_else_is_let_through() -> None:
    assert IGNORED[0] == "*"
    let_through = {line[1:] for line in IGNORED if line.startswith("!")}
    assert let_through & {"var", ".git", ".env", "tests", "docs", ".venv", "node_modules"} == set()


def test_the_image_holds_every_package_of_the_product() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages - set(copied()) == set()


def test_the_image_runs_as_nobody_and_without_a_compiler() -> None:
    last_stage = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert re.findall(r"^USER (\S+)", last_stage, re.MULTILINE) == ["hub"]
    assert re.search(r"apt-get|gcc|build-essential|npm", last_stage) is None
    assert "--require-hashes" in DOCKERFILE
    assert "--only-binary=:all:" in DOCKERFILE


def test_the_servers_left_out_of_the_image_are_those_it_would_have() -> None:
    out = re.search(r"pip uninstall --yes ([^\n]+)", DOCKERFILE).group(1).split()
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert [name for name in out if not re.search(rf"^{name}==", locked, re.MULTILINE)] == []


# --- nginx and the signs of life -------------------------------------------------------------------------------------
def test_nginx_sends_protected_files_to_nobody_who_asks_directly() -> None:
    block = re.search(r"location /protected-files/ \{([^}]*)\}", NGINX).group(1).split(";")
    assert [line.strip() for line in block] == [
        "internal",
        "alias /srv/files/",
        "add_header X-Content-Type-Options nosniff always",
        "",
    ]
    assert "files:/srv/files:ro" in SERVICES["front"]["volumes"]
    assert "files:/srv/hub/files" in SERVICES["web"]["volumes"]


def test_nginx_waits_longer_than_the_web_server() -> None:
    seconds = int(re.search(r"proxy_read_timeout (\d+)s", NGINX).group(1))
    [timeout] = [word for word in SERVICES["web"]["command"] if word.startswith("--timeout=")]
    assert seconds > int(timeout.removeprefix("--timeout="))


def test_nginx_finds_web_where_compose_runs_it() -> None:
    [port] = re.findall(r"set \$hub http://web:(\d+);", NGINX)
    assert f"--bind=0.0.0.0:{port}" in SERVICES["web"]["command"]
    assert f":{port}/healthz" in healthcheck.HEALTH_URL
    [listens] = re.findall(r"listen (\d+);", NGINX)
    assert SERVICES["front"]["ports"][0].endswith(f":{listens}")


def test_health_checks_read_the_keys_that_worker_and_beat_write(db: None) -> None:
    written = {"worker": celery.WORKER_ALIVE_KEY, "beat": celery.BEAT_ALIVE_KEY}
    assert written == healthcheck.SIGNS
    assert set(healthcheck.WEB_NEEDS) < set(health.health())
