"""The zone in force, and the files that zones are read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog import clock, when
from pmlog.doctor.sign import Sign, Surroundings
from pmlog.failures import TimeRefused

if TYPE_CHECKING:
    from collections.abc import Iterator


def signs(around: Surroundings) -> Iterator[Sign]:
    """Yield the zone that a time is read in, and whose zone files are."""
    setting = around.environ.get("PMLOG_TZ", "")
    yield _chosen(setting, around.now_us) if setting else _machines(around)
    source = when.zone_database_source()
    lacking = "" if when.zone_names_known() else "no zone has a name here: install tzdata"
    yield Sign("zone files", source, problem=lacking)


def _chosen(setting: str, now_us: int) -> Sign:
    try:
        zone = when.canonical_zone(setting.lstrip(":"))
    except TimeRefused as error:
        return Sign("zone", setting, "PMLOG_TZ", f"it is not used: {error}")
    warnings = when.zone_warnings(setting.lstrip(":"), now_us)
    return Sign("zone", zone, "PMLOG_TZ", "; ".join(warnings))


def _unnamed(setting: str | None, zone: str) -> str:
    """Return what is not well where no zone has a name; who is in UTC needs none."""
    if setting and setting.lstrip(":") != zone:
        return f"TZ is {setting!r}, and there are no zone files to know it by"
    if zone != "UTC":
        return "there are no zone files, so clock changes are unknown"
    return ""


def _machines(around: Surroundings) -> Sign:
    zone = clock.system_zone(around.environ, around.now_us)
    setting = around.environ.get("TZ")
    why, problem = "TZ" if setting is not None else "this machine's setting", ""
    if not when.zone_names_known():
        return Sign("zone", zone, why, _unnamed(setting, zone))
    if setting is not None and not when.is_tz_setting(setting):
        problem = (
            f"TZ is {setting!r}, which names no zone; like date, pmlog then uses {zone}"
        )
    elif zone[0] in "+-":
        why = "this machine's clock"
        problem = "the zone has no name, so clock changes are unknown; set PMLOG_TZ"
    return Sign("zone", zone, why, problem)
