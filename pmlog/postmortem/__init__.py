"""The format: its clauses, what each asks, what a log misses of it.

Pure: nothing here prints, reads a key or looks at the clock. An answer to a question is
typed in steps, each a line, and what is typed is kept as text until it becomes an entry.

Its files; each imports only those named before it:

    clauses    the table of the clauses, and how a log meets each
    gaps       what an incident's document still misses
    share      how many users -> the share in the words
    fields     a typed field, improvement or task -> an entry
    steps      the lines of which an answer consists
    questions  the table of questions
    hints      what the log already says that helps to answer one
    answers    what was typed -> an entry, or a correction of an event
"""
