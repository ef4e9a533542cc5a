"""Where the hub cannot run, it says why and what to do in one line, and leaves nothing behind."""

import os

import pytest

from tests.run.conftest import free_port, run_to_end

pytestmark = pytest.mark.runner

REFUSALS = {
    "a port that is none": (
        {"PORT": "eighty"},
        "PORT=eighty is not a port: set it to a number from 1 to 65535.",
    ),
    "a host that is not here": (
        {"HOST": "192.0.2.1"},
        "Cannot listen on 192.0.2.1, port {port} (Cannot assign requested address): check HOST and PORT.",
    ),
    "a demo switch that is none": (
        {"HUB_DEMO": "maybe"},
        "HUB_DEMO=maybe is neither on nor off: set it to 1 or 0.",
    ),
    "another database": (
        {"DATABASE_URL": "mysql://hub@127.0.0.1/hub"},
        "DATABASE_URL is not the address of a Postgres: it reads postgres://user:password@host:5432/name.",
    ),
    "a database that does not answer": (
        {"DATABASE_URL": "postgres://hub:secret-word@127.0.0.1:1/hub?conn_max_age=60"},
        (
            'DATABASE_URL does not work: connection to server at "127.0.0.1", port 1 failed: Connection refused '
            "Is the server running on that host and accepting TCP/IP connections?"
        ),
    ),
    "something that is no Redis": (
        {"REDIS_URL": "somewhere"},
        "REDIS_URL is not the address of a Redis: it reads redis://host:6379/0.",
    ),
    "a Redis that does not answer": (
        {"REDIS_URL": "redis://127.0.0.1:1/0"},
        "REDIS_URL does not work: Error 111 connecting to 127.0.0.1:1. Connection refused.",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_wrong_variable(case, tmp_path):
    variables, reason = REFUSALS[case]
    port = str(free_port())

    code, said = run_to_end(tmp_path / "data", **{"PORT": port} | variables)

    assert (code, said) == (1, f"The hub cannot run. {reason.format(port=port)}\n")
    assert not (tmp_path / "data" / "run.json").exists()
    assert not (tmp_path / "data" / "sockets").is_symlink()


def test_data_folder_that_is_a_file(tmp_path):
    file = tmp_path / "data"
    file.touch()

    code, said = run_to_end(file, PORT=str(free_port()))

    assert code == 1
    assert said == (
        f"The hub cannot run. The data folder {file} cannot be used (File exists): "
        "set HUB_DATA_DIR to a folder this account can write to.\n"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_data_folder_that_may_not_be_written(tmp_path):
    tmp_path.chmod(0o500)

    code, said = run_to_end(tmp_path / "data", PORT=str(free_port()))

    assert code == 1
    assert said == (
        f"The hub cannot run. The data folder {tmp_path}/data cannot be used (Permission denied): "
        "set HUB_DATA_DIR to a folder this account can write to.\n"
    )
