"""Issues that climb with a clock, and risks that are looked at again."""
