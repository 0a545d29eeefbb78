"""The SQLite file and all SQL; its copies, its proof.

Its files; each imports only those named before it:

    sqlite_errors  SQLite's errors -> ours: what happened, and what would work
    identity       which file this is: told from its copies
    logfile        the SQLite file: opened, locked, told from other files
    log            the log: numbered events, appended and read back
    sql            what can be said of an event in SQL
    current        which incident is current, and the few events that decide its state
    queries        what else is asked of the log
    bulk           many events at once into the log
    series         which numbers of each origin a log holds
    schema         makes a log file, or brings an older one up to date
    search         events by their words
    verify         the log -> what in it is damaged or missing
    backup         the log -> a copy of it, consistent while others write
"""
