"""Scripts as browsers get them: nothing they import may come without a hash in its name."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from coe_hub.lib.static_files import HashedStaticFilesStorage

SOURCE = Path(settings.BASE_DIR) / "static"
_IMPORT = re.compile(r"""^import\b[^"']*["']([^"']+)["']""", re.MULTILINE)


def imports(folder: Path, names: list[str]) -> list[Path]:
    """The files that these scripts import."""
    scripts = [folder / name for name in names]
    return [(script.parent / path).resolve() for script in scripts for path in _IMPORT.findall(script.read_text())]


@pytest.fixture
def storage(tmp_path: Path) -> HashedStaticFilesStorage:
    """Our own scripts, collected as for production."""
    shutil.copytree(SOURCE / "js", tmp_path / "js")
    storage = HashedStaticFilesStorage(location=tmp_path, base_url="/static/")
    names = [str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.js")]
    outcomes = list(storage.post_process({name: (storage, name) for name in names}))
    assert [str(done) for _name, _hashed, done in outcomes if isinstance(done, Exception)] == []
    return storage


def test_every_import_names_the_hashed_file(storage: HashedStaticFilesStorage, tmp_path: Path) -> None:
    written = imports(SOURCE, list(storage.hashed_files))
    hashed = {SOURCE / name: tmp_path / file for name, file in storage.hashed_files.items()}
    assert len(written) > 0
    assert imports(tmp_path, list(storage.hashed_files.values())) == [hashed[path] for path in written]
