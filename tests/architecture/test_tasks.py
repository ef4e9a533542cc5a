"""Work is given to a worker in one way, which says what becomes of it while Redis is away."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ("alliances", "coe_hub", "governance", "toolkits", "training")
THE_ONE = "coe_hub/lib/tasks.py"


def test_no_room_asks_the_broker_by_itself() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    asks = re.compile(r"\.(delay|apply_async|send_task)\(")
    found = {str(path.relative_to(ROOT)) for path in files if asks.search(path.read_text(encoding="utf-8"))}
    assert found == {THE_ONE}
