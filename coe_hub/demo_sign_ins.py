"""Who can be tried on a demo hub: said by the runner, which knows no Django, and shown where one signs in."""

SIGN_INS = tuple(f"{name}@hub.example" for name in ("scientist", "manager", "committee", "curator", "admin", "auditor"))
PASSWORD = "partnering"  # noqa: S105  CONFIG: of the demo company; opens nothing where HUB_DEMO is off
