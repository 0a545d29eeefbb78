"""What an event is, and the incident that events fold into. No file is known here.

Its files; each imports only those named before it:

    kinds        the kinds of events
    event_data   what an event's data can hold, read and checked
    evidence     what an event can be checked against, by the hash of its content
    event        what is to be logged, the fact that it becomes; ids
    blanking     an event that was redacted for good
    joining      which incidents are one: joins and keys
    corrections  facts and what corrects them -> the facts as they stand
    timeline     events -> the incident, corrections applied, in order
    history      events -> who changed what, when and why
"""
