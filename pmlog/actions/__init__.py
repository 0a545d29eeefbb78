"""What a responder does to the log: each function one transaction.

Its files; each imports only those named before it:

    responder     who logs, where, in which zone
    lookup        which incident, or which event, is meant
    current_incident  which incident is meant where nobody names one
    doubts        what is in doubt of an event: its time, or whose incident it is
    record        what a responder says -> events in the log
    lifecycle     an incident opened, its write-up, the end of a command
    redact        words that must not be in the log -> gone for good
    correct       what was logged wrong -> corrections, which are events like any other
    undoing       what a responder did last -> taken back, one command at a time
    shift         a machine's clock that was off -> its times, moved
    joining       what puts events and incidents together: join, move, pin
    retry         what could not be stored -> the command that stores it later
"""
