"""An incident -> its metrics: each with its definition, none of them negative.

Every length is between instants cut to whole seconds, so what is printed adds up. What the
log does not say is None. Two events in an impossible order are reported, both of them.

Its files; each imports only those named before it:

    interval    from one event to another
    windows     the outage, and the windows it consists of
    misleading  the paths that proved wrong, and the time they took
    impact      the share of the users affected, over time
    times       the table of times: to detect, to acknowledge and so on
    report      all that is known of an incident, and its JSON
    wording     a report as lines of text
"""

from __future__ import annotations

from pmlog.metrics.interval import Interval
from pmlog.metrics.report import Report, measure
from pmlog.metrics.windows import Outage, outage

__all__ = ["Interval", "Outage", "Report", "measure", "outage"]
