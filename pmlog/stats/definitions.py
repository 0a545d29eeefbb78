"""What each figure means, in the words that stand beside it everywhere."""

from __future__ import annotations

from pmlog.metrics.report import DEFINITIONS, DURATION
from pmlog.metrics.times import MEASURES
from pmlog.stats.case import KEYS
from pmlog.stats.recurrence import WITHIN_DAYS

NAMES = {DURATION: "outage", **{each.key: each.name for each in MEASURES}}
# Of the lengths, then of all else, by its key in JSON.
MEANINGS = {
    **{key: DEFINITIONS[key] for key in KEYS},
    "incidents": "incidents with a began in their log, by the zone of each; those without "
    "are near misses, or nobody logged since when users were hit",
    "near_misses": "incidents without a began in their log: no user was hit, or nobody "
    "logged since when",
    "quantiles": "the median is stated from 5 known lengths on, three quarters from 8, "
    "nine tenths from 20; of up to 7 the lengths themselves are listed; between two "
    "incidents a quantile is interpolated linearly and cut to whole seconds",
    "interval": "by order statistics: between two of the lengths that are there lies the "
    "quantile of all incidents of this kind, at least as surely as stated, however long "
    "incidents take; it holds if what happens stays as it is, and for unrelated incidents",
    "counts": "with the exact Poisson interval (Garwood): what would be expected of such a "
    "time, as far as this one count can tell",
    "months": "by the month of its start in each incident's own zone; a month of which a "
    "part is not counted, or not over, is marked",
    "services": "as the write-up names them; an incident of two services counts for both",
    "severities": "as the write-up states it last",
    "detected_by": "who or what found out, by the words of --how: an alert, an engineer, a "
    "customer",
    "recurrences": f"within {WITHIN_DAYS} days of another of the same service, with two "
    "words of the cause in common, or the only word that one of them has",
    "tasks": "overdue by the date of today in its incident's zone; done before the next "
    "recurrence if it was marked as done by its start",
    "misleading": "time on misleading paths, near misses included; the share is of the "
    "outages whose length and paths are known",
    "called": "to whom was escalated, by name; to be called is no fault",
}
