"""Acknowledged means stored: each promise proved on real processes, files and faults.

The default run takes a bounded form of every test; `pytest -m long` takes the whole.
What the kernel forbids here (tracing, mounts, other users) is skipped with the reason.
"""
