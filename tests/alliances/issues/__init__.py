"""Tests of issues and risks."""
