"""What an incident's document still misses -> questions, and their answers as entries.

Pure: nothing here prints, reads a key or looks at the clock. An answer is typed in steps,
each a line, and what is typed is kept as text until it becomes an entry of the log.

Its files; each imports only those named before it:

    fields     a typed field, improvement or task -> an entry
    steps      the lines of which an answer consists
    questions  the table of questions
    evidence   what the log already says that helps to answer one
    answers    what was typed -> an entry, or a correction of an event
"""
