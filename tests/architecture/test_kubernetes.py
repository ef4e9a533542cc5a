"""docs/deployment/kubernetes.yaml stays true to the settings, to compose.yaml and to the page: no cluster is asked."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from tests.architecture.test_deployment import DOCKERFILE, SERVICES, variables_read

ROOT = Path(settings.BASE_DIR)
THINGS = yaml.safe_load((ROOT / "docs/deployment/kubernetes.yaml").read_text(encoding="utf-8"))["items"]
PODS: dict[str, Any] = {
    one["metadata"]["name"].removeprefix("coe-hub-"): one["spec"]["template"]
    for one in THINGS
    if one["kind"] in {"Deployment", "Job"}
}
[GIVEN] = [one["data"] for one in THINGS if one["kind"] == "ConfigMap"]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("## On Kubernetes") : PAGE.index("## Single sign-on")]


def container(part: str) -> dict[str, Any]:
    """The one container of a part."""
    [found] = PODS[part]["spec"]["containers"]
    return found


def test_every_part_is_there_and_beat_once() -> None:
    replicas = {one["metadata"]["name"]: one["spec"]["replicas"] for one in THINGS if one["kind"] == "Deployment"}
    assert (set(PODS), replicas["coe-hub-beat"]) == ({"web", "worker", "beat", "migrate"}, 1)
    [beat] = [one for one in THINGS if one["metadata"]["name"] == "coe-hub-beat"]
    assert beat["spec"]["strategy"] == {"type": "Recreate"}  # never two, not even during an upgrade


def test_what_is_given_is_read_and_what_is_required_is_given() -> None:
    secrets = set(re.findall(r"`([A-Z_]+)`", SECTION))
    assert (set(GIVEN) | secrets) - variables_read() == set()
    required = {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "HUB_URL", "ALLOWED_HOSTS", "EMAIL_URL", "STORAGE_URL"}
    assert required - set(GIVEN) - secrets == set()
    assert [name for name in GIVEN if name.endswith(("KEY", "PASSWORD", "TOKEN")) or "://" in GIVEN[name][8:]] == []


def test_only_what_migrates_knows_the_owner_of_the_database() -> None:
    sources = {part: [*(next(iter(one.values()))["name"] for one in container(part)["envFrom"])] for part in PODS}
    owner = {part for part, names in sources.items() if "coe-hub-owner" in names}
    assert (owner, {names[0] for names in sources.values()}) == ({"migrate"}, {"coe-hub"})


@pytest.mark.parametrize("part", PODS)
def test_parts_are_started_and_asked_as_by_compose(part: str) -> None:
    found, composed = container(part), SERVICES[part]
    if part == "web":  # the image's own command
        assert "command" not in found
        assert yaml.safe_load(DOCKERFILE.rsplit("CMD ", 1)[1]) == composed["command"]
        assert f"--bind=0.0.0.0:{found['ports'][0]['containerPort']}" in composed["command"]
    else:
        own = [word for word in found["command"] if not word.startswith("--schedule=")]
        assert own == [word for word in composed["command"] if not word.startswith(("--schedule=", "--pidfile="))]
        assert importlib.util.find_spec(found["command"][2]) is not None
    asked = [found.get(name, {}) for name in ("readinessProbe", "livenessProbe")]
    probes = [one["exec"]["command"] for one in asked if "exec" in one]
    assert probes == ([composed["healthcheck"]["test"][1:]] if part != "migrate" else [])


@pytest.mark.parametrize("part", PODS)
def test_pods_may_do_nothing_else(part: str) -> None:
    spec, found = PODS[part]["spec"], container(part)
    assert (spec["automountServiceAccountToken"], spec["securityContext"]["runAsNonRoot"]) == (False, True)
    assert str(spec["securityContext"]["runAsUser"]) in DOCKERFILE
    assert found["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert found["securityContext"].get("readOnlyRootFilesystem", False) is (part != "migrate")
    assert "memory" in found["resources"]["limits"]
    mounted = {one["name"] for one in found.get("volumeMounts", [])}
    assert mounted == {one["name"] for one in spec.get("volumes", [])}


def test_the_service_leads_to_web() -> None:
    [service] = [one["spec"] for one in THINGS if one["kind"] == "Service"]
    assert service["selector"] == PODS["web"]["metadata"]["labels"]
    assert {one["targetPort"] for one in service["ports"]} == {one["name"] for one in container("web")["ports"]}
