"""Debian's Chromium, for the journeys and for pictures: nothing is downloaded for either."""

import shutil

from playwright.sync_api import Browser, Playwright

# The shell is the same browser without windows; it takes three quarters of the processor time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def launch(playwright: Playwright) -> Browser:
    """Start the first that is here. `make environment` and `make browser` see to it that one is."""
    found = next(filter(None, map(shutil.which, NAMES)))
    return playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
