"""The SQLite file and all SQL; its copies, its proof.

Its files; each imports only those named before it:

    sqlite_errors  SQLite's errors -> ours: what happened, and what would work
    identity       which file this is: told from its copies
    logfile        the SQLite file: opened, locked, told from other files
    log            the log: numbered events, appended and read back
    sql            what can be said of an event in SQL
    halves         which incidents are one
    current        the few events that decide what an incident is
    incident_queries  which incidents there are; one whole
    queries        what is asked of single events, and of the file
    derived        what is kept beside the events: halves, twins, moves, heads
    last_import    the last import, which is no event, for undo to know of
    search         events by their words
    erasure        bytes that leave the file for good
    bulk           many events at once into the log
    series         which numbers of each origin a log holds
    edition_1      the log of the first edition, as SQL
    edition_2      what the second edition makes of it
    schema         makes a log file, or brings an older one up to date
    accepted       what a log lacks and is known to lack
    verify         the log -> what in it is damaged or missing
    backup         the log -> a copy of it, consistent while others write
"""
