"""A document -> which clauses of the format it meets, and where.

Its files; each imports only those named before it:

    verdict        present, partly, missing; sentences by where they stand
    summary        the clauses of the summary
    detection      the clauses of the detection
    investigation  the clauses of the investigation
    timeline       the other clauses of the timeline
    cause_and_fix  the clauses of the cause and the fix
    measures       the clauses of the measures
    profile        the assignment's format, or any postmortem
    computed       the answers that a document's own times give
    table          the table of clauses
"""
