"""A log <-> a shelf on which logs meet: what one lacks and the other has, moved.

A log is a set of series: the events of each origin, numbered from 1 without gaps, that
nobody but this origin's log adds to. So a shelf need not decide anything. It is asked for
three things, put once, list and get, and any number of logs may use it at once. What is
on it can be read without pmlog: lines of an export.

Its files; each imports only those named before it:

    numbers      numbers without gaps, added and taken away
    plan         what is here and what is there -> what to push, what to fetch
    shelf        what every shelf can do, and the sentences when it cannot
    segments     some hundred events as one thing to put: its name, its bytes, its size
    bundles      shelves that hold segments: a folder, a git repository, a bucket
    folder       a folder that several machines can reach
    git_program  the git program, run so that it asks nobody
    git_copy     the copy of a git repository on this machine
    git          a git repository: a ref for each origin
    objects      object storage: the segments of a folder as objects
    connection   a connection to a PostgreSQL that ends within seconds
    postgresql   PostgreSQL and what speaks its protocol: a table
    address      the words that name a shelf -> the shelf; its name without passwords
    intake       what comes off a shelf, checked and stored
    state        how the last sync of a log ended
    turns        one sync at a time, one that watches
    transfer     one sync, from the list to the last line
    following    a log kept in step: when the next sync is due
"""
