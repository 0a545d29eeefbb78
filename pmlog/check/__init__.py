"""Postmortems -> which clauses they meet and where they contradict themselves.

Any Markdown or plain text is read, whoever wrote it: what a line is about is told by
its heading, its label and its words, never by its place alone. Times are those on the
page; nothing here knows the clock or the log. Lines are numbered as editors do.

Its packages; each imports only those named before it:

    document  bytes -> a document: its lines as a reader sees them, each with its place
    times     a document -> what it states about time: clocks, dates, zones, lengths
    clauses   a document -> which clauses of the format it meets, and where
    rules     a document -> where it contradicts itself, and what a reader would change
    report    files -> their reports, for a person or a program
"""
