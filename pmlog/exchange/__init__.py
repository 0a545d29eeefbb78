"""The log <-> JSON lines, and what is left of a damaged one.

Its files; each imports only those named before it:

    export    events -> lines of JSON
    proof     what a document was made from, and whether the log still holds it
    incoming  lines of an export -> events, checked
    scrutiny  the log's events -> which of them no import would take, and why
    tables    timelines as they stand -> CSV, Timesketch
    salvage   a damaged log -> the events in it that can still be read
"""
