"""Packs that a committee takes to its meeting: what the dashboard says on one day, frozen, as PDF and PowerPoint."""
