"""The questions of `pmlog write`, one after the other.

Its files; each imports only those named before it:

    prompts    what is printed, and what may be typed instead of an answer
    incident_log  one incident in the log, opened for each answer
    answers    one answer, until it is in the log
    interview  the questions, one after the other
"""
