"""A document -> what it states about time: clocks, dates, zones, lengths.

Its files; each imports only those named before it:

    zones          zones in prose
    dates          dates in prose
    clock_times    clocks in prose, with their zones and dates
    apart          how far two clocks are apart
    zone_clash     clocks in two zones: converted or not
    stated         the stated window and duration
    timeline_zone  the zone that stands over a timeline
    weekdays       the date of an entry that begins with its weekday
    entries        the entries of a timeline, each with its date
    facts          what a document states about time, its timeline
"""
