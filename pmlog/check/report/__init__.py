"""Files -> their reports, for a person or a program.

Its files; each imports only those named before it:

    examine     a document through all rules -> its report
    behind      the concepts that a function looks for
    vocabulary  what the names in rows of evidence are made of
    explain     what --explain says of a rule
    patience    how long one file may take
    formats     a report for a person or a program
    log_gaps    what an incident's document would miss
"""
