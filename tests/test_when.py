"""What people type, and what it means: the table of forms, refusals, durations.

Unless a test says otherwise it is Saturday 2026-11-21, 09:30 UTC, in Europe/Berlin,
where clocks show 10:30.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import pytz

from pmlog import clock, when
from pmlog.failures import TimeRefused
from tests.conftest import ROOT

if TYPE_CHECKING:
    pass

NOW_US = 1_795_253_400_000_000
BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"


def at(text: str) -> int:
    """Return the instant of an unmistakable text: "2026-11-21 09:30 UTC"."""
    return when.read(text, now_us=NOW_US, zone="UTC").at_us


def understood(text: str, zone: str = BERLIN, now_us: int = NOW_US) -> str:
    """Return how text is read, in one line: instant, zone, "~" if about."""
    reading = when.read(text, now_us=now_us, zone=zone)
    about = " ~" if reading.approx else ""
    return f"{clock.rfc3339(reading.at_us)} {reading.zone}{about}"


def refusal(text: str, zone: str = BERLIN, now_us: int = NOW_US) -> TimeRefused:
    """Return the refusal of text."""
    with pytest.raises(TimeRefused) as refused:
        when.read(text, now_us=now_us, zone=zone)
    return refused.value


def table(rows: str) -> list[tuple[str, str]]:
    """Return the rows of "typed = meaning"."""
    pairs = (f"{row} ".split(" = ") for row in rows.strip().splitlines() if row.strip())
    return [(typed.strip(), meaning.strip()) for typed, meaning in pairs]


READ = """
now                                       = 2026-11-21T09:30:00Z Europe/Berlin
just now                                  = 2026-11-21T09:30:00Z Europe/Berlin
now UTC                                   = 2026-11-21T09:30:00Z UTC

10:05                                     = 2026-11-21T09:05:00Z Europe/Berlin
10:30                                     = 2026-11-21T09:30:00Z Europe/Berlin
10:31                                     = 2026-11-20T09:31:00Z Europe/Berlin
14:05                                     = 2026-11-20T13:05:00Z Europe/Berlin
at 14:05                                  = 2026-11-20T13:05:00Z Europe/Berlin
14:05:30                                  = 2026-11-20T13:05:30Z Europe/Berlin
14:05:30.25                               = 2026-11-20T13:05:30.250000Z Europe/Berlin
9:05                                      = 2026-11-21T08:05:00Z Europe/Berlin
2pm                                       = 2026-11-20T13:00:00Z Europe/Berlin
2 PM                                      = 2026-11-20T13:00:00Z Europe/Berlin
2:05 PM                                   = 2026-11-20T13:05:00Z Europe/Berlin
2:05:09 pm                                = 2026-11-20T13:05:09Z Europe/Berlin
2:05 p.m.                                 = 2026-11-20T13:05:00Z Europe/Berlin
2.05pm                                    = 2026-11-20T13:05:00Z Europe/Berlin
02:00 AM                                  = 2026-11-21T01:00:00Z Europe/Berlin
12am                                      = 2026-11-20T23:00:00Z Europe/Berlin
12:30 am                                  = 2026-11-20T23:30:00Z Europe/Berlin
12pm                                      = 2026-11-20T11:00:00Z Europe/Berlin
14h32                                     = 2026-11-20T13:32:00Z Europe/Berlin
14:05 h                                   = 2026-11-20T13:05:00Z Europe/Berlin
14:05 hrs                                 = 2026-11-20T13:05:00Z Europe/Berlin
T1405                                     = 2026-11-20T13:05:00Z Europe/Berlin
noon                                      = 2026-11-20T11:00:00Z Europe/Berlin
12:00 noon                                = 2026-11-20T11:00:00Z Europe/Berlin
midnight                                  = 2026-11-20T23:00:00Z Europe/Berlin
midnight UTC                              = 2026-11-21T00:00:00Z UTC

~14:05                                    = 2026-11-20T13:05:00Z Europe/Berlin ~
~ 2pm                                     = 2026-11-20T13:00:00Z Europe/Berlin ~
about 14:05                               = 2026-11-20T13:05:00Z Europe/Berlin ~
ca. 14:05                                 = 2026-11-20T13:05:00Z Europe/Berlin ~
around 2pm UTC                            = 2026-11-20T14:00:00Z UTC ~
14:05ish                                  = 2026-11-20T13:05:00Z Europe/Berlin ~
~15m ago                                  = 2026-11-21T09:15:00Z Europe/Berlin ~
~yesterday 14:05                          = 2026-11-20T13:05:00Z Europe/Berlin ~

-15m                                      = 2026-11-21T09:15:00Z Europe/Berlin
- 15m                                     = 2026-11-21T09:15:00Z Europe/Berlin
-15m UTC                                  = 2026-11-21T09:15:00Z UTC
now-15m                                   = 2026-11-21T09:15:00Z Europe/Berlin
15 minutes earlier                        = 2026-11-21T09:15:00Z Europe/Berlin
15m ago                                   = 2026-11-21T09:15:00Z Europe/Berlin
15m ago America/New_York                  = 2026-11-21T09:15:00Z America/New_York
1h30m ago                                 = 2026-11-21T08:00:00Z Europe/Berlin
1h30 ago                                  = 2026-11-21T08:00:00Z Europe/Berlin
14h32 ago                                 = 2026-11-20T18:58:00Z Europe/Berlin
1.5h ago                                  = 2026-11-21T08:00:00Z Europe/Berlin
half an hour ago                          = 2026-11-21T09:00:00Z Europe/Berlin
an hour ago                               = 2026-11-21T08:30:00Z Europe/Berlin
an hour and a half ago                    = 2026-11-21T08:00:00Z Europe/Berlin
a quarter of an hour ago                  = 2026-11-21T09:15:00Z Europe/Berlin
twenty-five minutes ago                   = 2026-11-21T09:05:00Z Europe/Berlin
90 seconds ago                            = 2026-11-21T09:28:30Z Europe/Berlin
2 hours and 5 minutes ago                 = 2026-11-21T07:25:00Z Europe/Berlin
-2d                                       = 2026-11-19T09:30:00Z Europe/Berlin
+15m                                      = 2026-11-21T09:45:00Z Europe/Berlin
in 15 minutes                             = 2026-11-21T09:45:00Z Europe/Berlin
2 h from now                              = 2026-11-21T11:30:00Z Europe/Berlin

today 09:05                               = 2026-11-21T08:05:00Z Europe/Berlin
today 14:05                               = 2026-11-21T13:05:00Z Europe/Berlin
yesterday 23:50                           = 2026-11-20T22:50:00Z Europe/Berlin
yesterday at 9am                          = 2026-11-20T08:00:00Z Europe/Berlin
14:05 yesterday                           = 2026-11-20T13:05:00Z Europe/Berlin
yesterday noon                            = 2026-11-20T11:00:00Z Europe/Berlin
the day before yesterday 9:00             = 2026-11-19T08:00:00Z Europe/Berlin
tomorrow 14:05                            = 2026-11-22T13:05:00Z Europe/Berlin
2 days ago 14:05                          = 2026-11-19T13:05:00Z Europe/Berlin
in 2 days at 9am                          = 2026-11-23T08:00:00Z Europe/Berlin
mon 14:05                                 = 2026-11-16T13:05:00Z Europe/Berlin
on Monday at 14:05                        = 2026-11-16T13:05:00Z Europe/Berlin
sat 09:05                                 = 2026-11-21T08:05:00Z Europe/Berlin
sat 14:05                                 = 2026-11-14T13:05:00Z Europe/Berlin
last friday 9am                           = 2026-11-20T08:00:00Z Europe/Berlin
last saturday 9am                         = 2026-11-14T08:00:00Z Europe/Berlin
Thurs 9:30                                = 2026-11-19T08:30:00Z Europe/Berlin

2026-03-29 01:59:59                       = 2026-03-29T00:59:59Z Europe/Berlin
2026-03-29 03:00                          = 2026-03-29T01:00:00Z Europe/Berlin
2026-3-9 8:05                             = 2026-03-09T07:05:00Z Europe/Berlin
2026-03-29T01:59:59.123456+01:00          = 2026-03-29T00:59:59.123456Z +01:00
2026-03-29T01:59:59.123456789Z            = 2026-03-29T01:59:59.123456Z UTC
2026-03-29T01:59:59,5Z                    = 2026-03-29T01:59:59.500000Z UTC
2026-03-29t01:59z                         = 2026-03-29T01:59:00Z UTC
2026-03-29T01Z                            = 2026-03-29T01:00:00Z UTC
2026-03-29 01:59:59+01                    = 2026-03-29T00:59:59Z +01:00
2026-03-29 01:59:59 +0530                 = 2026-03-28T20:29:59Z +05:30
20260329T015959Z                          = 2026-03-29T01:59:59Z UTC
20260329T0159+0100                        = 2026-03-29T00:59:00Z +01:00
20260329 01:59                            = 2026-03-29T00:59:00Z Europe/Berlin
2023-10-15T08-05-05                       = 2023-10-15T06:05:05Z Europe/Berlin
2023-10-15_08-05-05Z                      = 2023-10-15T08:05:05Z UTC
2026-W47-6 08:05                          = 2026-11-21T07:05:00Z Europe/Berlin
2026-03-29T01:59:59+01:00[Europe/Berlin]  = 2026-03-29T00:59:59Z Europe/Berlin
2026-03-29T00:59:59Z[Europe/Berlin]       = 2026-03-29T00:59:59Z Europe/Berlin
2026-03-29 01:59:59 +0000 UTC             = 2026-03-29T01:59:59Z UTC

15/10/2023 08:00                          = 2023-10-15T06:00:00Z Europe/Berlin
10/15/2023 08:00                          = 2023-10-15T06:00:00Z Europe/Berlin
15.10.2023 08:00                          = 2023-10-15T06:00:00Z Europe/Berlin
2023/10/15 08:00                          = 2023-10-15T06:00:00Z Europe/Berlin
11/11/2026 08:00                          = 2026-11-11T07:00:00Z Europe/Berlin
15/10 08:00                               = 2026-10-15T06:00:00Z Europe/Berlin

Aug 5 2023 2am                            = 2023-08-05T00:00:00Z Europe/Berlin
Aug. 5, 2023, 2 a.m.                      = 2023-08-05T00:00:00Z Europe/Berlin
August 5, 2023, 02:00 AM (UTC)            = 2023-08-05T02:00:00Z UTC
5 August 2023 02:00                       = 2023-08-05T00:00:00Z Europe/Berlin
5. August 2023 02:00                      = 2023-08-05T00:00:00Z Europe/Berlin
the 5th of August 2023 at 2 am            = 2023-08-05T00:00:00Z Europe/Berlin
02:00 on 5 Aug 2023                       = 2023-08-05T00:00:00Z Europe/Berlin
2am UTC, Sept 5, 2023                     = 2023-09-05T02:00:00Z UTC
2023 Aug 5 02:00                          = 2023-08-05T00:00:00Z Europe/Berlin
05-Aug-2023 02:00                         = 2023-08-05T00:00:00Z Europe/Berlin
21/Nov/2026:08:05:09 +0000                = 2026-11-21T08:05:09Z UTC
Aug 5 02:00                               = 2026-08-05T00:00:00Z Europe/Berlin
5 August 2:00                             = 2026-08-05T00:00:00Z Europe/Berlin
5 Dec 2pm                                 = 2025-12-05T13:00:00Z Europe/Berlin
Nov 21 10:05:09                           = 2026-11-21T09:05:09Z Europe/Berlin
29 Feb 2024 10:00                         = 2024-02-29T09:00:00Z Europe/Berlin
Nov 20, 2026 @ 08:05                      = 2026-11-20T07:05:00Z Europe/Berlin
Thu, 15 Oct 2037 03:30                    = 2037-10-15T01:30:00Z Europe/Berlin
Thu, 15 Oct 2026 03:30:00 +0200 (CEST)    = 2026-10-15T01:30:00Z Europe/Berlin
Saturday, November 21, 2026 8:05:09 AM    = 2026-11-21T07:05:09Z Europe/Berlin
Sat Aug  5 14:05:00 UTC 2023              = 2023-08-05T14:05:00Z UTC
Sat Aug  5 14:05:00 2023                  = 2023-08-05T12:05:00Z Europe/Berlin

@0                                        = 1970-01-01T00:00:00Z Europe/Berlin
@1700000000                               = 2023-11-14T22:13:20Z Europe/Berlin
@1700000000.5                             = 2023-11-14T22:13:20.500000Z Europe/Berlin
@1700000000123                            = 2023-11-14T22:13:20.123000Z Europe/Berlin
@1700000000123456                         = 2023-11-14T22:13:20.123456Z Europe/Berlin
@1700000000123456789                      = 2023-11-14T22:13:20.123456Z Europe/Berlin
@-86400                                   = 1969-12-31T00:00:00Z Europe/Berlin
@1700000000 America/New_York              = 2023-11-14T22:13:20Z America/New_York
@1700000000 CET                           = 2023-11-14T22:13:20Z Europe/Berlin

14:05Z                                    = 2026-11-20T14:05:00Z UTC
14:05 UTC                                 = 2026-11-20T14:05:00Z UTC
14:05UTC                                  = 2026-11-20T14:05:00Z UTC
14:05 utc                                 = 2026-11-20T14:05:00Z UTC
14:05 GMT                                 = 2026-11-20T14:05:00Z UTC
14:05+02:00                               = 2026-11-20T12:05:00Z +02:00
14:05 +0200                               = 2026-11-20T12:05:00Z +02:00
16:30 UTC+02:00                           = 2026-11-20T14:30:00Z +02:00
2023-10-15 08:00 GMT +2                   = 2023-10-15T06:00:00Z +02:00
8:00 AM (GMT+2)                           = 2026-11-21T06:00:00Z +02:00
8:00 AM (GMT +2)                          = 2026-11-21T06:00:00Z +02:00
14:05 UTC+05:30                           = 2026-11-21T08:35:00Z +05:30
14:05 GMT+5:45                            = 2026-11-21T08:20:00Z +05:45
14:05 UTC+0530                            = 2026-11-21T08:35:00Z +05:30
14:05 UTC\u22125                          = 2026-11-20T19:05:00Z -05:00
14:05 UTC\u20135                          = 2026-11-20T19:05:00Z -05:00
14:05\u00a0UTC                            = 2026-11-20T14:05:00Z UTC
2:05\u202fPM                              = 2026-11-20T13:05:00Z Europe/Berlin
14:05 Etc/GMT-2                           = 2026-11-20T12:05:00Z Etc/GMT-2
14:05 Europe/Berlin                       = 2026-11-20T13:05:00Z Europe/Berlin
14:05 europe/paris                        = 2026-11-20T13:05:00Z Europe/Paris
14:05 (Europe/Paris)                      = 2026-11-20T13:05:00Z Europe/Paris
14:05 America/New York                    = 2026-11-20T19:05:00Z America/New_York
14:05 America/Port of Spain UTC-4         = 2026-11-20T18:05:00Z America/Port_of_Spain
14:05 US/Eastern                          = 2026-11-20T19:05:00Z US/Eastern
14:05 Japan                               = 2026-11-21T05:05:00Z Japan
14:05 EST5EDT                             = 2026-11-20T19:05:00Z EST5EDT
14:05 ET                                  = 2026-11-20T19:05:00Z America/New_York
14:05 CT                                  = 2026-11-20T20:05:00Z America/Chicago
14:05 MT                                  = 2026-11-20T21:05:00Z America/Denver
14:05 PT                                  = 2026-11-20T22:05:00Z America/Los_Angeles
2pm pt                                    = 2026-11-20T22:00:00Z America/Los_Angeles
14:05 PST                                 = 2026-11-20T22:05:00Z -08:00
8am pst                                   = 2026-11-20T16:00:00Z -08:00
14:05 CET                                 = 2026-11-20T13:05:00Z Europe/Berlin
14:05 EET                                 = 2026-11-20T12:05:00Z +02:00
14:05 JST                                 = 2026-11-21T05:05:00Z +09:00
14:05 AEDT                                = 2026-11-21T03:05:00Z +11:00
14:05 ChST                                = 2026-11-21T04:05:00Z +10:00
14:05 SGT                                 = 2026-11-21T06:05:00Z +08:00
14:05 MSK                                 = 2026-11-20T11:05:00Z +03:00
2012-07-01 14:05 MSK                      = 2012-07-01T10:05:00Z +04:00
14:05 CET (UTC+01:00)                     = 2026-11-20T13:05:00Z Europe/Berlin
04:30 CEST (UTC+02:00)                    = 2026-11-21T02:30:00Z +02:00
14:05 IST (UTC+05:30)                     = 2026-11-21T08:35:00Z +05:30
14:05 EST (UTC-5)                         = 2026-11-20T19:05:00Z -05:00
14:05+01:00 Europe/Berlin                 = 2026-11-20T13:05:00Z Europe/Berlin
14:05 CET Europe/Paris                    = 2026-11-20T13:05:00Z Europe/Paris
14:05 Europe/Berlin Europe/Berlin         = 2026-11-20T13:05:00Z Europe/Berlin
UTC 14:05                                 = 2026-11-20T14:05:00Z UTC
2026-10-25 02:30 CEST                     = 2026-10-25T00:30:00Z Europe/Berlin
2026-10-25 02:30 CET                      = 2026-10-25T01:30:00Z Europe/Berlin
2026-07-01 14:05 EST America/Chicago      = 2026-07-01T19:05:00Z America/Chicago
14:05 (NZ)                                = 2026-11-21T01:05:00Z NZ
14:05 (nz)                                = 2026-11-21T01:05:00Z NZ
2026-10-25 02:30+02:00                    = 2026-10-25T00:30:00Z +02:00
2026-10-25 02:30+02:00 Europe/Berlin      = 2026-10-25T00:30:00Z Europe/Berlin

1960-01-01 00:00                          = 1959-12-31T23:00:00Z Europe/Berlin
1000-01-01 00:00 UTC                      = 1000-01-01T00:00:00Z UTC
9999-12-31 23:59:59 UTC                   = 9999-12-31T23:59:59Z UTC
2040-07-01 14:05 UTC                      = 2040-07-01T14:05:00Z UTC
2040-07-01 14:05+02:00                    = 2040-07-01T12:05:00Z +02:00
2040-07-01 14:05 CEST                     = 2040-07-01T12:05:00Z +02:00
2040-07-01 14:05 Asia/Kolkata             = 2040-07-01T08:35:00Z Asia/Kolkata

0800 UTC                                  = 2026-11-21T08:00:00Z UTC
0800Z                                     = 2026-11-21T08:00:00Z UTC
0800 (UTC)                                = 2026-11-21T08:00:00Z UTC
0800 Europe/Berlin                        = 2026-11-21T07:00:00Z Europe/Berlin
1405 hrs                                  = 2026-11-20T13:05:00Z Europe/Berlin
0800 hours                                = 2026-11-21T07:00:00Z Europe/Berlin
1405 hours ago                            = 2026-09-23T20:30:00Z Europe/Berlin
2023-10-15 0800 UTC                       = 2023-10-15T08:00:00Z UTC
20231015 080000                           = 2023-10-15T06:00:00Z Europe/Berlin
20231015 0800                             = 2023-10-15T06:00:00Z Europe/Berlin
20231015 0800 +0200                       = 2023-10-15T06:00:00Z +02:00
20231015_080000                           = 2023-10-15T06:00:00Z Europe/Berlin
2023-10-15_08:00:00                       = 2023-10-15T06:00:00Z Europe/Berlin
Oct 15 0800 UTC                           = 2026-10-15T08:00:00Z UTC
Oct 15 1430 UTC                           = 2026-10-15T14:30:00Z UTC
Aug 5 14:05 UTC 2023                      = 2023-08-05T14:05:00Z UTC
20240103 1900                             = 2024-01-03T18:00:00Z Europe/Berlin

8amPT                                     = 2026-11-20T16:00:00Z America/Los_Angeles
8:00amPT                                  = 2026-11-20T16:00:00Z America/Los_Angeles
14:05PST                                  = 2026-11-20T22:05:00Z -08:00
2018-07-02T03:00PDT                       = 2018-07-02T10:00:00Z -07:00
2018-07-02T08:00:00CEST                   = 2018-07-02T06:00:00Z Europe/Berlin
2:05p                                     = 2026-11-20T13:05:00Z Europe/Berlin
08.00 UTC                                 = 2026-11-21T08:00:00Z UTC
14:05 wet                                 = 2026-11-20T14:05:00Z UTC
14:05 met                                 = 2026-11-20T13:05:00Z MET
14:05 MEST                                = 2026-11-20T12:05:00Z +02:00
14:05 CEDT                                = 2026-11-20T12:05:00Z +02:00
14:05 MYT                                 = 2026-11-21T06:05:00Z +08:00
14:05 COT                                 = 2026-11-20T19:05:00Z -05:00

14:05 yesterday +0200                     = 2026-11-20T12:05:00Z +02:00
8:00 AM October 15, 2023 +02:00           = 2023-10-15T06:00:00Z +02:00
08:00 2023-10-15 Z                        = 2023-10-15T08:00:00Z UTC
Oct 15, 2023 - 08:00 UTC                  = 2023-10-15T08:00:00Z UTC
2023-10-15 - 08:00                        = 2023-10-15T06:00:00Z Europe/Berlin
2023-10-15 \u2013 08:00                   = 2023-10-15T06:00:00Z Europe/Berlin
2023-10-15 \u00b7 08:00                   = 2023-10-15T06:00:00Z Europe/Berlin
2023-10-15 | 08:00                        = 2023-10-15T06:00:00Z Europe/Berlin

[15/Oct/2023:08:00:00 +0200]              = 2023-10-15T06:00:00Z +02:00
15/Oct/2023:08:00:00                      = 2023-10-15T06:00:00Z Europe/Berlin
[08:00]                                   = 2026-11-21T07:00:00Z Europe/Berlin
(14:05)                                   = 2026-11-20T13:05:00Z Europe/Berlin
14:05.                                    = 2026-11-20T13:05:00Z Europe/Berlin
14:05,                                    = 2026-11-20T13:05:00Z Europe/Berlin
14:05:                                    = 2026-11-20T13:05:00Z Europe/Berlin
14:05?                                    = 2026-11-20T13:05:00Z Europe/Berlin
2:05 p.m.                                 = 2026-11-20T13:05:00Z Europe/Berlin
"14:05"                                   = 2026-11-20T13:05:00Z Europe/Berlin
`14:05`                                   = 2026-11-20T13:05:00Z Europe/Berlin
\u201c14:05\u201d                         = 2026-11-20T13:05:00Z Europe/Berlin
\ufeff14:05                               = 2026-11-20T13:05:00Z Europe/Berlin
* 14:05                                   = 2026-11-20T13:05:00Z Europe/Berlin
- 2023-10-15 08:00                        = 2023-10-15T06:00:00Z Europe/Berlin
<t:1697356800>                            = 2023-10-15T08:00:00Z Europe/Berlin
<t:1697356800:F>                          = 2023-10-15T08:00:00Z Europe/Berlin

last night 23:00                          = 2026-11-20T22:00:00Z Europe/Berlin
this morning 8am                          = 2026-11-21T07:00:00Z Europe/Berlin
8am this morning                          = 2026-11-21T07:00:00Z Europe/Berlin
yesterday evening 9pm                     = 2026-11-20T20:00:00Z Europe/Berlin
yesterday afternoon at 14:05              = 2026-11-20T13:05:00Z Europe/Berlin
tonight 10pm                              = 2026-11-21T21:00:00Z Europe/Berlin
earlier today 9:00                        = 2026-11-21T08:00:00Z Europe/Berlin

8:00 AM Pacific Time                      = 2026-11-20T16:00:00Z America/Los_Angeles
8am Eastern time                          = 2026-11-20T13:00:00Z America/New_York
8:00 AM Pacific Standard Time             = 2026-11-20T16:00:00Z -08:00
14:05 CEST time                           = 2026-11-20T12:05:00Z +02:00
14:05 UTC time                            = 2026-11-20T14:05:00Z UTC
14:05 local time                          = 2026-11-20T13:05:00Z Europe/Berlin
14:05 (local time)                        = 2026-11-20T13:05:00Z Europe/Berlin
14:05 Berlin time                         = 2026-11-20T13:05:00Z Europe/Berlin
14:05 New York time                       = 2026-11-20T19:05:00Z America/New_York
14:05 in Europe/Berlin                    = 2026-11-20T13:05:00Z Europe/Berlin
Oct 15 2023 08:00 (Central European Summer Time) = 2023-10-15T06:00:00Z Europe/Berlin
Sun Oct 15 2023 08:00:00 GMT+0200 (CEST)  = 2023-10-15T06:00:00Z Europe/Berlin

10:00 CET (09:00 UTC)                     = 2026-11-21T09:00:00Z Europe/Berlin
10:00:30 (09:00 UTC)                      = 2026-11-21T09:00:30Z Europe/Berlin
10:00 CEST (08:00 UTC)                    = 2026-11-21T08:00:00Z +02:00
9:00 (8am UTC)                            = 2026-11-21T08:00:00Z Europe/Berlin

Sunday, 15-Oct-23 08:00:00 UTC            = 2023-10-15T08:00:00Z UTC
Fri, 15 Feb 30 08:00 UTC                  = 2030-02-15T08:00:00Z UTC
Sun, 15 Oct 23 08:00:00 GMT               = 2023-10-15T08:00:00Z UTC
14:05 approx                              = 2026-11-20T13:05:00Z Europe/Berlin ~
14:05 or so                               = 2026-11-20T13:05:00Z Europe/Berlin ~
~14:05 UTC, or so                         = 2026-11-20T14:05:00Z UTC ~
a couple of hours ago                     = 2026-11-21T07:30:00Z Europe/Berlin
2 and a half hours ago                    = 2026-11-21T07:00:00Z Europe/Berlin
"""


@pytest.mark.parametrize(("typed", "meaning"), table(READ))
def test_a_time_is_read(typed: str, meaning: str) -> None:
    assert understood(typed) == meaning


REFUSED = """
foo                                = unreadable
14:05 foo                          = unreadable
14:05 -05 -05                      = unreadable
14:05 UTC-05-05                    = unreadable
2023-10-15T08+05+05                = unreadable
2023-10-15T08-05-05-05             = unreadable
T08:00 am                          = unreadable
T08 am                             = unreadable
2023-10-15 8h                      = unreadable
15 m m ago                         = unreadable
5m later                           = unreadable
Oct 15nd 8:00                      = invalid_time
Oct 11st 8:00                      = invalid_time
21th of Oct 8:00                   = invalid_time
foo 14:05                          = unreadable
14:05 (UTC                         = unreadable
15m                                = unreadable
14 h                               = unreadable
-15m ago                           = unreadable
5m 2h ago                          = unreadable
-1500                              = unreadable
2 months ago                       = unreadable
a year ago                         = unreadable
8                                  = unreadable
12                                 = unreadable
2026                               = unreadable
1405                               = unreadable
1700000000                         = unreadable
20260329015959                     = unreadable
14.05                              = unreadable
14:5                               = unreadable
14:05:5                            = unreadable
125:30                             = unreadable
14:05 +1                           = unreadable
14:05 -5                           = unreadable
14:05\u201315:00                   = unreadable
\uff11\uff14:\uff10\uff15          = unreadable
Z 14:05                            = unreadable
2026-11-21                         = unreadable
2026-11-21 -05:00                  = unreadable
5 August 2023                      = unreadable
Aug 2023 14:05                     = unreadable
monday                             = unreadable
yesterday                          = unreadable
UTC                                = unreadable
half past two                      = unreadable
14:05 14:06                        = unreadable
14:05 now                          = unreadable
14:05 -15m                         = unreadable
now yesterday                      = unreadable
yesterday 2026-11-20 14:05         = unreadable
2026-11-21 2026-11-21 14:05        = unreadable
2026-11-21 14:05 2026              = unreadable
14:05 2026                         = unreadable
2026-325 10:00                     = unreadable
14:05 eat                          = unreadable
14:05 nz                           = unreadable
14:05 UTC+5.5                      = unreadable
3 jan 24 19:00                     = unreadable
14:05 A                            = unreadable
@99999999999999999999              = unreadable
@1700000000123.5                   = unreadable

25:99                              = invalid_time
24:00                              = invalid_time
24:05                              = invalid_time
2026-11-20T24:00                   = invalid_time
14:60                              = invalid_time
14:05:60                           = invalid_time
14h60                              = invalid_time
14:30 am                           = invalid_time
13:15 PM                           = invalid_time
0:30 am                            = invalid_time
13pm                               = invalid_time
30 February 2023 10:00             = invalid_time
29 February 2023 10:00             = invalid_time
2026-02-29 10:00                   = invalid_time
2026-02-30T10:00Z                  = invalid_time
2026-13-01 10:00                   = invalid_time
2026-00-10 10:00                   = invalid_time
31/04/2026 10:00                   = invalid_time
13/13/2026 10:00                   = invalid_time
31 June 10:00                      = invalid_time
29 Feb 10:00                       = invalid_time
2026-W54-1 10:00                   = invalid_time
Feb 29 14:05:00 UTC 2023           = invalid_time
0999-12-31 10:00                   = invalid_time
9999-12-31T23:59-05:00             = invalid_time
9999-12-31T19:00-05:00             = invalid_time
-99999999d                         = invalid_time
5 Aug 0050 10:00                   = invalid_time
9999999 days ago 14:05             = invalid_time
500000 days ago 14:05              = invalid_time
2040-07-01 14:05                   = invalid_time
2040-07-01 14:05+02:00 Europe/Berlin = invalid_time

10/11/2026 14:05                   = ambiguous_date
10.11.2026 14:05                   = ambiguous_date
10-11-2026 14:05                   = ambiguous_date
10/11/26 14:05                     = ambiguous_date
10/11 14:05                        = ambiguous_date
next friday 9am                    = ambiguous_date

2026-03-29 02:00                   = nonexistent
2026-03-29 02:30                   = nonexistent
2026-03-29 02:59:59.999999         = nonexistent
2026-03-08 02:30 America/New_York  = nonexistent
2011-12-30 12:00 Pacific/Apia      = nonexistent
2026-10-25 02:00                   = ambiguous
2026-10-25 02:59:59                = ambiguous
2026-11-01 01:30 ET                = ambiguous
2014-10-26 01:30 MSK               = ambiguous
yesterday midnight                 = ambiguous
friday midnight                    = ambiguous

14:05 IST                          = ambiguous_zone
14:05 BST                          = ambiguous_zone
14:05 AST                          = ambiguous_zone
14:05 SST                          = ambiguous_zone
14:05 GST                          = ambiguous_zone
14:05 XYZ                          = unknown_zone
14:05 (foo)                        = unknown_zone
14:05 Berlin                       = unknown_zone
14:05 Europe/Berln                 = unknown_zone
14:05 Mars/Phobos                  = unknown_zone
14:05 UTC+15                       = unknown_zone
14:05 UTC+2:75                     = unknown_zone
14:05+25:00                        = unknown_zone
14:05 (LMT)                        = unknown_zone
14:05 XYZ (UTC+2)                  = unknown_zone

Fri, 15 Oct 2037 03:30             = contradiction
yesterday, Monday 14:05            = contradiction
Thu Nov 20 14:05                   = contradiction
14:05+02:00 Europe/Berlin          = contradiction
14:05Z Europe/Berlin               = contradiction
14:05 UTC Europe/Berlin            = contradiction
2026-07-01 14:05 CET Europe/Berlin = contradiction
2026-07-01T14:05+01:00[Europe/Berlin] = contradiction
2026-03-29 02:30+01:00 Europe/Berlin = contradiction
14:05 EST (UTC-4)                  = contradiction
14:05 IST (UTC+3)                  = contradiction
14:05 CET CEST                     = contradiction
14:05 Europe/Berlin Europe/Paris   = contradiction
14:05 UTC+1 UTC+2                  = contradiction

Oct 15 1430                        = unreadable
mon 0800                           = unreadable
yesterday 0800                     = unreadable
0800-0900                          = unreadable
0800Europe/Berlin                  = unreadable
0800 -0900                         = unreadable
2023-10-15 0800-0900               = unreadable
2575 UTC                           = invalid_time
14:05 0800 UTC                     = unreadable
-0800 UTC                          = unreadable
20231015 2500                      = invalid_time
20231015 08000                     = unreadable
20231015 080099                    = invalid_time
Oct 15 08                          = unreadable
0800 eat                           = unreadable
24.05 UTC                          = invalid_time
8amt                               = unreadable
14:05PSTX                          = unreadable
14:05p                             = invalid_time
13:05 p                            = unreadable
14:05 cot                          = unreadable
2026-11-21 -05:00 14:05            = unreadable
2023-10-15 -08:00                  = unreadable
08:00 +2                           = unreadable
14:05 - 15:00                      = unreadable
14:05 \u00b7 15:00                 = unreadable
Oct 15 - 16 08:00                  = unreadable
2023-10-15 - 15m                   = unreadable
Mon - Fri 08:00                    = unreadable
2023-10-15-08:00                   = unreadable
T08:                               = unreadable
10:                                = unreadable
[08:00                             = unreadable
(14:05                             = unreadable
[14:05] [15:00]                    = unknown_zone
14:05..,                           = unreadable
- 1:30                             = unreadable
''                                 = unreadable
()                                 = unreadable
"                                  = unreadable
last night                         = unreadable
last night 02:00                   = ambiguous_date
tonight 01:00                      = ambiguous_date
this morning 8pm                   = contradiction
this evening 4:00                  = contradiction
this evening 9am                   = contradiction
tonight morning 8am                = unreadable
last night 24:00                   = invalid_time
yesterday evening midnight         = ambiguous
this friday 9am                    = ambiguous_date
14:05 UTC (local time)             = contradiction
14:05 the time                     = unknown_zone
14:05 Springfield time             = unknown_zone
14:05 in Foo/Bar                   = unknown_zone
14:05 UTC local time               = unknown_zone
local time                         = unreadable
10:00 CET (08:00 UTC)              = contradiction
10:00 (09:00)                      = unreadable
10:00:30 (09:00:10 UTC)            = contradiction
14:05 (2023)                       = unreadable
10:00 UTC (11:00 UTC)              = contradiction
Mon, 15 Oct 23 08:00:00 GMT        = contradiction
15-Oct-23 08:00:00 UTC             = unreadable
Fri, 15-Oct-23 08:00:00 UTC        = unreadable
Sun, 31-Feb-23 08:00:00            = invalid_time
Sun, 31-Oct-31 08:00:00            = contradiction
yesterday or so                    = unreadable
or so                              = unreadable
Mon, 15 Oct 30 08:00               = contradiction
"""


@pytest.mark.parametrize(("typed", "code"), table(REFUSED))
def test_a_time_is_refused(typed: str, code: str) -> None:
    assert refusal(typed).code == code


@pytest.mark.parametrize(
    "typed", ["", "  ", "14:05\0", "14:05\nUTC", "14:05 \ud800", "1" * 500]
)
def test_what_is_no_line_of_text_is_refused_in_a_safe_sentence(typed: str) -> None:
    refused = refusal(typed)

    assert refused.code == "unreadable"
    assert str(refused).isprintable()
    assert len(str(refused)) < 200


def test_a_refusal_names_the_words_that_were_not_understood() -> None:
    assert str(refusal("14:05 or now")) == (
        "cannot read 'or now' in '14:05 or now'; "
        "try '14:05', '15m ago' or '2026-11-21 14:05'"
    )


CHOICES = """
monday 24:05                   = 2026-11-17 00:05
yesterday 24:00                = 2026-11-21 00:00
Oct 15 24:00                   = 2026-10-16 00:00
24:00:30 on Oct 15 UTC         = 2026-10-16 00:00:30 UTC
9999-12-31 24:00               =
15m UTC                        = 15m ago UTC | in 15m UTC
25m later                      = 25m from now
Oct 15 1430                    = Oct 15 14:30
yesterday 0800                 = yesterday 08:00
08:00 +2                       = 08:00 +02:00 | 2026-11-23 08:00
last night                     = last night 22:00
last night 02:00               = today 02:00 | yesterday 02:00
yesterday evening midnight     = yesterday evening 23:59
10:00 CET (08:00 UTC)          = 10:00 CET | 08:00 UTC
14:05p                         = 14:05
1/2 08:00                      = 1 Feb 08:00 | 2 Jan 08:00
Monday, October 15, 2023       = 2023-10-15 00:00 | 2023-10-15 12:00
Mon, Oct 15, 2023 8am UTC      = 2023-10-15 08:00 UTC
15m                            = 15m ago | in 15m
1405                           = 14:05
14.05                          = 14:05
14:5                           = 14:05 | 14:50
1700000000                     = @1700000000
20260329015959                 = 20260329T015959
14:30 am                       = 14:30
2026-11-20 24:05 UTC           = 2026-11-21 00:05 UTC
~24:05                         = ~00:05
45                             = 45m ago
9                              = 9:00 | 9m ago
2026-11-21                     = 2026-11-21 00:00 | 2026-11-21 12:00
yesterday midnight             = yesterday 00:00 | yesterday 23:59
10/11/2026 14:05 UTC           = 2026-11-10 14:05 UTC | 2026-10-11 14:05 UTC
10/11/26 14:05                 = 2026-11-10 14:05 | 2026-10-11 14:05 | 2010-11-26 14:05
next fri 9:00:30.5             = 2026-11-27 09:00:30.500000 | 2026-12-04 09:00:30.500000
next friday 9am UTC            = 2026-11-27 09:00 UTC | 2026-12-04 09:00 UTC
2026-03-29 02:30               = 2026-03-29 03:30 CEST | 2026-03-29 01:30 CET
2026-10-25 02:30:09            = 2026-10-25 02:30:09 CEST | 2026-10-25 02:30:09 CET
2026-10-25 02:30 MET           = 2026-10-25 02:30 +02:00 MET | 2026-10-25 02:30 +01:00 MET
14:05 IST                      = 14:05 UTC+05:30 | 14:05 UTC+01:00 | 14:05 UTC+02:00
14:05 Berlin                   = 14:05 Europe/Berlin
14:05+02:00 Europe/Berlin      = 2026-11-20 14:05 +02:00 | 2026-11-20 14:05 Europe/Berlin
14:05 EST (UTC-4)              = 2026-11-20 14:05 -04:00
"""


@pytest.mark.parametrize(("typed", "choices"), table(CHOICES))
def test_a_refusal_offers_what_would_work(typed: str, choices: str) -> None:
    assert " | ".join(refusal(typed).choices) == choices


@pytest.mark.parametrize("typed", [typed for typed, _ in table(REFUSED + CHOICES)])
def test_every_choice_offered_is_readable(typed: str) -> None:
    for choice in refusal(typed).choices:
        understood(choice)


@pytest.mark.parametrize("zone", [NEW_YORK, "Asia/Tokyo", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize("now", ["2026-03-29T07:00Z", "2024-02-29T23:30Z"])
def test_a_choice_is_readable_at_other_times_and_places(zone: str, now: str) -> None:
    now_us = at(now)
    for typed, _ in table(REFUSED + CHOICES):
        try:
            when.read(typed, now_us=now_us, zone=zone)
        except TimeRefused as refused:
            for choice in refused.choices:
                assert understood(choice, zone, now_us)


# Bare clocks


def test_a_bare_clock_is_the_last_one_before_now() -> None:
    just_after_midnight = at("2026-11-21 00:10+01:00")

    assert understood("23:50", now_us=just_after_midnight).startswith("2026-11-20T22:50")


def test_the_day_of_a_bare_clock_is_that_of_its_own_zone() -> None:
    evening_in_utc = at("2026-11-21 23:30 UTC")

    assert understood("00:15 Europe/Berlin", now_us=evening_in_utc).startswith(
        "2026-11-21T23:15"
    )
    assert understood("00:15Z", now_us=evening_in_utc).startswith("2026-11-21T00:15")


def test_a_bare_clock_that_was_skipped_today_is_not_read_as_yesterday() -> None:
    assert refusal("02:30", now_us=at("2026-03-29 09:00+02:00")).code == "nonexistent"
    assert refusal("02:30", now_us=at("2026-03-29 03:00+02:00")).code == "nonexistent"


def test_a_bare_clock_that_will_be_skipped_today_is_that_of_yesterday() -> None:
    before = at("2026-03-29 01:59+01:00")

    assert understood("02:30", now_us=before).startswith("2026-03-28T01:30")


def test_a_bare_clock_that_came_twice_today_is_refused() -> None:
    assert refusal("02:30", now_us=at("2026-10-25 09:00+01:00")).code == "ambiguous"
    assert refusal("02:30", now_us=at("2026-10-25 02:30+01:00")).code == "ambiguous"


def test_between_its_two_times_a_bare_clock_is_the_first() -> None:
    between = at("2026-10-25 02:15+01:00")

    assert understood("02:30", now_us=between).startswith("2026-10-25T00:30")
    assert understood("02:10", now_us=at("2026-10-25 02:05+01:00")).startswith(
        "2026-10-25T00:10"
    )


def test_the_abbreviation_of_the_zone_in_force_settles_a_repeated_clock() -> None:
    after = at("2026-11-01T09:00-05:00")

    assert understood("01:30 EDT", NEW_YORK, after) == f"2026-11-01T05:30:00Z {NEW_YORK}"
    assert understood("01:30 EST", NEW_YORK, after) == f"2026-11-01T06:30:00Z {NEW_YORK}"
    assert understood("01:30 -04:00", NEW_YORK, after) == "2026-11-01T05:30:00Z -04:00"


def test_where_midnight_came_twice_tomorrows_date_may_be_past() -> None:
    # St John's went from 00:01 back to 23:01 of the day before.
    second_evening = at("2010-11-06T23:30-03:30")

    assert understood("00:00:30", "America/St_Johns", second_evening).startswith(
        "2010-11-07T02:30:30"
    )


def test_a_day_that_a_zone_never_had_is_not_the_day_before() -> None:
    new_years_eve = at("2011-12-31 00:10+14:00")

    assert understood("23:50", "Pacific/Apia", new_years_eve).startswith("2011-12-30T09:50")
    assert refusal("yesterday 23:50", "Pacific/Apia", new_years_eve).code == "nonexistent"


def test_a_day_whose_noon_was_skipped_is_a_day() -> None:
    for zone in ("Africa/Juba", "Africa/Khartoum"):
        before, after = at("2000-01-15T09:59:59Z"), at("2000-01-15T10:00Z")

        assert understood("11:05", zone, before) == f"2000-01-15T09:05:00Z {zone}"
        assert refusal("12:30", zone, after).code == "nonexistent"


def test_a_weekday_that_a_zone_never_had_is_not_that_of_the_week_before() -> None:
    after = at("2011-12-31T01:00Z")

    for typed in ("fri 12:00", "yesterday 12:00", "30 dec 12:00", "last friday 12:00"):
        assert refusal(typed, "Pacific/Apia", after).code == "nonexistent"


@pytest.mark.parametrize(
    "now_us",
    [at("9999-12-31T23:59:59Z"), at("1000-01-01 00:00 UTC"), -(10**17), 10**18],
)
def test_at_the_ends_of_the_calendar_nothing_but_a_refusal_is_raised(now_us: int) -> None:
    for typed in (*NEAR_THE_END, "14:05 IST", "15m ago", "+15m", "31 dec 24:00"):
        for zone in ("UTC", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
            with contextlib.suppress(TimeRefused):
                found = when.read(typed, now_us=now_us, zone=zone).at_us
                assert abs(found - now_us) < 400 * clock.DAY_US
    for typed in ("today", "monday", "next friday", "in 3 days", "29 feb", "30 dec"):
        with contextlib.suppress(TimeRefused):
            when.read_date(typed, now_us=now_us, zone="Asia/Tokyo")


NEAR_THE_END = ("14:05", "today 10:00", "mon 10:00", "next friday 00:00", "tomorrow 8am")


def test_near_the_end_of_the_calendar_weekdays_are_read() -> None:
    last = at("9999-12-31T23:59:59Z")

    assert understood("mon 10:00", "UTC", last) == "9999-12-27T10:00:00Z UTC"
    assert refusal("14:05", "Asia/Tokyo", last).code == "invalid_time"
    with pytest.raises(TimeRefused, match="outside the years"):
        when.read_date("monday", now_us=last, zone="UTC")


def test_a_weekday_and_a_date_without_year_refuse_skipped_and_repeated_times_too() -> None:
    later = at("2026-11-21 09:30 UTC")

    assert refusal("25 Oct 02:30", now_us=later).code == "ambiguous"
    assert refusal("29 March 02:30", now_us=later).code == "nonexistent"
    assert refusal("sun 02:30", now_us=at("2026-10-27 09:30 UTC")).code == "ambiguous"


AFTER = """
14:05            = 2026-11-20T13:05:00Z
10:00            = 2026-11-20T09:00:00Z
09:59            = 2026-11-21T08:59:00Z
02:00 UTC        = 2026-11-21T02:00:00Z
mon 9am          = 2026-11-23T08:00:00Z
fri 9am          = 2026-11-27T08:00:00Z
20 Nov 11:00     = 2026-11-20T10:00:00Z
1 Jan 02:00      = 2027-01-01T01:00:00Z
15m ago          = 2026-11-21T09:15:00Z
2026-11-19 10:00 = 2026-11-19T09:00:00Z
"""


@pytest.mark.parametrize(("typed", "meaning"), table(AFTER))
def test_after_an_instant_a_time_that_comes_back_is_the_next_one(
    typed: str, meaning: str
) -> None:
    after_us = at("2026-11-20 10:00+01:00")

    found = when.read(typed, now_us=NOW_US, zone=BERLIN, after_us=after_us)

    assert clock.rfc3339(found.at_us) == meaning


def test_after_an_instant_skipped_and_repeated_times_are_refused() -> None:
    for evening, code in (
        ("2026-03-28 22:00", "nonexistent"),
        ("2026-10-24 22:00", "ambiguous"),
    ):
        after_us = at(f"{evening} Europe/Berlin")
        with pytest.raises(TimeRefused) as refused:
            when.read("02:30", now_us=NOW_US, zone=BERLIN, after_us=after_us)

        assert refused.value.code == code


AWAY = """
+25m             = 2026-11-20T09:25:00Z
in 25 minutes    = 2026-11-20T09:25:00Z
25m later        = 2026-11-20T09:25:00Z
+2d              = 2026-11-22T09:00:00Z
in 2 days at 9am = 2026-11-22T08:00:00Z
5m ago           = 2026-11-21T09:25:00Z
2d ago           = 2026-11-19T09:30:00Z
now+25m          = 2026-11-21T09:55:00Z
25m from now     = 2026-11-21T09:55:00Z
"""


@pytest.mark.parametrize(("typed", "meaning"), table(AWAY))
def test_a_length_to_come_counts_from_the_start_that_is_given(
    typed: str, meaning: str
) -> None:
    after_us = at("2026-11-20 09:00 UTC")

    found = when.read(typed, now_us=NOW_US, zone=BERLIN, after_us=after_us)

    assert clock.rfc3339(found.at_us) == meaning


def test_a_length_alone_is_refused_with_what_counts_from_the_start() -> None:
    with pytest.raises(TimeRefused) as refused:
        when.read("25m", now_us=NOW_US, zone=BERLIN, after_us=at("2026-11-20 09:00 UTC"))

    assert refused.value.choices == ("25m ago", "+25m")


# Near an instant

NEAR = """
14:05            = 2026-11-19T13:05:00Z
02:00            = 2026-11-20T01:00:00Z
03:00            = 2026-11-20T02:00:00Z
23:00            = 2026-11-19T22:00:00Z
mon 14:05        = 2026-11-16T13:05:00Z
fri 14:05        = 2026-11-20T13:05:00Z
18 Nov 14:05     = 2026-11-18T13:05:00Z
15m ago          = 2026-11-21T09:15:00Z
yesterday 14:05  = 2026-11-20T13:05:00Z
2026-11-01 14:05 = 2026-11-01T13:05:00Z
"""


@pytest.mark.parametrize(("typed", "meaning"), table(NEAR))
def test_near_an_instant_a_time_that_comes_back_is_the_nearest_one(
    typed: str, meaning: str
) -> None:
    near_us = at("2026-11-19 15:00+01:00")

    found = when.read(typed, now_us=NOW_US, zone=BERLIN, near=(near_us, near_us))

    assert clock.rfc3339(found.at_us) == meaning


def test_near_an_instant_the_future_is_meant_only_where_that_is_in_it() -> None:
    for near, meaning in (
        ("2026-11-21 10:00+01:00", "2026-11-20T10:00:00Z"),
        ("2026-11-22 10:00+01:00", "2026-11-22T10:00:00Z"),
    ):
        found = when.read("11:00", now_us=NOW_US, zone=BERLIN, near=(at(near), at(near)))
        assert clock.rfc3339(found.at_us) == meaning


@pytest.mark.parametrize(
    ("near", "code"),
    [
        ("2026-10-25 02:40+02:00", "ambiguous"),
        ("2026-10-25 02:10+01:00", "ambiguous"),
        ("2026-10-25 06:00+01:00", "ambiguous"),
        ("2026-03-29 06:00+02:00", "nonexistent"),
    ],
)
def test_near_a_clock_change_skipped_and_repeated_times_are_refused(
    near: str, code: str
) -> None:
    with pytest.raises(TimeRefused) as refused:
        when.read("02:30", now_us=NOW_US, zone=BERLIN, near=(at(near), at(near)))

    assert refused.value.code == code


# Warnings


def warnings(typed: str, zone: str) -> str:
    return " ".join(when.read(typed, now_us=NOW_US, zone=zone).warnings)


def test_an_abbreviation_out_of_season_is_read_as_its_offset_with_a_warning() -> None:
    typed, zone = "2026-07-01 14:05 PST", "America/Los_Angeles"

    assert understood(typed, zone) == "2026-07-01T22:05:00Z -08:00"
    assert warnings(typed, zone) == (
        "PST was read as UTC-08:00; America/Los_Angeles had PDT (UTC-07:00) on that date"
    )
    assert "Europe/London had BST" in warnings("2026-07-01 14:05 GMT", "Europe/London")
    assert "Europe/Berlin had CEST" in warnings("2026-07-01 14:05 CET", "UTC")


def test_an_abbreviation_in_season_needs_no_warning() -> None:
    for typed, zone in (
        ("2026-07-01 14:05 PDT", "America/Los_Angeles"),
        ("2026-07-01 14:05 PDT", BERLIN),
        ("2026-07-01 14:05 GMT", BERLIN),
        ("2026-07-01 14:05 EST", "America/Panama"),
        ("2026-01-01 14:05 SGT", BERLIN),
        ("2040-07-01 14:05 CET", BERLIN),
    ):
        assert warnings(typed, zone) == ""


def test_the_zone_in_force_gives_an_abbreviation_its_meaning() -> None:
    assert understood("14:05 CST", "Asia/Shanghai") == "2026-11-21T06:05:00Z Asia/Shanghai"
    assert understood("14:05 PST", "Asia/Manila") == "2026-11-21T06:05:00Z Asia/Manila"
    assert understood("14:05 IST", "Asia/Kolkata") == "2026-11-21T08:35:00Z Asia/Kolkata"
    assert understood("14:05 IST", "Europe/Dublin") == "2026-11-20T13:05:00Z +01:00"
    assert understood("1900-01-01 12:00 LMT", "Asia/Kathmandu").endswith("Asia/Kathmandu")


OWN_ABBREVIATIONS = """
America/Havana  2026-07-01 14:05 CST = 2026-07-01T19:05:00Z -05:00
America/Halifax 2026-07-01 14:05 AST = 2026-07-01T18:05:00Z -04:00
Europe/London   2026-01-01 14:05 BST = 2026-01-01T13:05:00Z +01:00
Europe/Dublin   2026-01-01 14:05 IST = 2026-01-01T13:05:00Z +01:00
Asia/Shanghai   2026-07-01 14:05 CDT = 2026-07-01T05:05:00Z +09:00
"""


@pytest.mark.parametrize(("typed", "meaning"), table(OWN_ABBREVIATIONS))
def test_an_abbreviation_out_of_season_is_first_that_of_the_zone_in_force(
    typed: str, meaning: str
) -> None:
    zone, text = typed.split(maxsplit=1)

    assert understood(text, zone) == meaning
    assert f"{zone} had " in warnings(text, zone)


# Dates

DATES = """
2026-11-30      = 2026-11-30
20261130        = 2026-11-30
15/12/2026      = 2026-12-15
15/12           = 2026-12-15
30 November     = 2026-11-30
Nov 21          = 2026-11-21
1 Jan           = 2027-01-01
5 August 2027   = 2027-08-05
Fri 27 Nov 2026 = 2026-11-27
today           = 2026-11-21
tomorrow        = 2026-11-22
friday          = 2026-11-27
saturday        = 2026-11-28
last friday     = 2026-11-20
this friday     = 2026-11-27
in 3 days       = 2026-11-24
3 days          = 2026-11-24
+2w             = 2026-12-05
in a week       = 2026-11-28
2 days ago      = 2026-11-19
"""
NO_DATES = """
foo              = unreadable
14:05            = unreadable
2026-11-30 17:00 = unreadable
in 3 hours       = unreadable
monday UTC       = unreadable
~tomorrow        = unreadable
now              = unreadable
10/11/2026       = ambiguous_date
30/11/26         = ambiguous_date
10/11            = ambiguous_date
next friday      = ambiguous_date
this saturday    = ambiguous_date
tonight          = unreadable
in 1 month       = unreadable
2026-02-30       = invalid_time
29 Feb           = invalid_time
Sat 27 Nov 2026  = contradiction
Mon 30 Dec       = contradiction
"""


@pytest.mark.parametrize(("typed", "meaning"), table(DATES))
def test_a_date_is_read(typed: str, meaning: str) -> None:
    assert when.read_date(typed, now_us=NOW_US, zone=BERLIN) == meaning


@pytest.mark.parametrize(("typed", "code"), table(NO_DATES))
def test_what_is_no_date_is_refused(typed: str, code: str) -> None:
    with pytest.raises(TimeRefused) as refused:
        when.read_date(typed, now_us=NOW_US, zone=BERLIN)

    assert refused.value.code == code


def test_today_is_the_date_of_the_zone() -> None:
    assert when.read_date("today", now_us=NOW_US, zone="Pacific/Kiritimati") == "2026-11-21"
    assert when.read_date("today", now_us=NOW_US, zone="Pacific/Pago_Pago") == "2026-11-20"


# Durations

DURATIONS = """
15m                          = PT15M
15 min                       = PT15M
15M                          = PT15M
1h30m                        = PT1H30M
1h30                         = PT1H30M
2h 5min                      = PT2H5M
90 s                         = PT1M30S
1.5h                         = PT1H30M
0.1h                         = PT6M
1,5h                         = PT1H30M
2 h 30 min                   = PT2H30M
3 d 4 h 5 min                = P3DT4H5M
2 hours and 5 minutes        = PT2H5M
1 day, 2 hours, and 3 minutes = P1DT2H3M
1 week                       = P7D
half an hour                 = PT30M
~25m                         = PT25M
a couple of hours            = PT2H
2 and a half hours           = PT2H30M
a half hour                  = PT30M
quarter of an hour           = PT15M
three quarters of an hour    = PT45M
an hour                      = PT1H
an hour and a half           = PT1H30M
one and a half hours         = PT1H30M
2 and half hours             = PT2H30M
3 1/2 hours                  = PT3H30M
seventeen minutes            = PT17M
forty-two minutes            = PT42M
ninety seconds               = PT1M30S
PT2H30M                      = PT2H30M
pt90m                        = PT1H30M
P3DT4H5M                     = P3DT4H5M
P1W                          = P7D
PT1.5H                       = PT1H30M
"""
NO_DURATIONS = """
foo | 90 | -15m | 0m | PT0S | 0.0000001s | 5m 2h | 1h 1h | 1:30 | 2 hours 5 | 1h 30 | m
1,500 s | P | PT | P1DT | P1Y | P1M | PT1.5H30M | 2 months | a year | 15m ago | 1h30mm | ~
2.5 and a half hours | 1:75
"""


@pytest.mark.parametrize(("typed", "iso"), table(DURATIONS))
def test_a_duration_is_read(typed: str, iso: str) -> None:
    assert clock.duration_iso(when.read_duration(typed)) == iso


def test_a_fraction_of_a_second_is_kept() -> None:
    assert when.read_duration("0.123456s") == 123_456
    assert when.read_duration("250ms") == 250_000
    assert when.read_duration("PT0.5S") == 500_000


@pytest.mark.parametrize(
    "typed", NO_DURATIONS.replace("\n", " | ").strip(" |").split(" | ")
)
def test_what_is_no_duration_is_refused(typed: str) -> None:
    with pytest.raises(TimeRefused) as refused:
        when.read_duration(typed)

    assert refused.value.code == "unreadable"


def test_a_duration_like_a_clock_is_refused_with_both_readings() -> None:
    with pytest.raises(TimeRefused) as refused:
        when.read_duration("1:30")

    assert refused.value.choices == ("1h30m", "1m30s")


# Batches


def test_a_batch_describes_a_reading_with_the_promised_keys() -> None:
    described = when.describe("~14:05", now_us=NOW_US, zone=BERLIN)

    assert described == {
        "input": "~14:05",
        "at": "2026-11-20T13:05:00Z",
        "zone": BERLIN,
        "offset_s": 3600,
        "approx": True,
    }


def test_a_batch_describes_a_warning_and_a_refusal() -> None:
    warned = when.describe("2026-07-01 14:05 PST", now_us=NOW_US, zone=BERLIN)
    refused = when.describe("14.05", now_us=NOW_US, zone=BERLIN)

    assert list(warned)[-1] == "warnings"
    assert refused == {
        "input": "14.05",
        "error": {
            "code": "unreadable",
            "message": "'14.05' may be a time, a date or a number; try '14:05'",
            "choices": ["14:05"],
        },
    }
    assert json.loads(json.dumps([warned, refused])) == [warned, refused]


def test_the_zone_database_has_a_version() -> None:
    assert when.zone_database_version() == pytz.OLSON_VERSION  # type: ignore[attr-defined]


def test_dateutil_is_loaded_only_for_written_dates() -> None:
    program = (
        "import sys; from pmlog import when; "
        "when.read('2026-11-21 14:05', now_us=0, zone='UTC'); "
        "print('dateutil' in sys.modules)"
    )
    out = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )

    assert out.stdout == "False\n"
