"""A document -> which clauses of the format it meets, and where.

Its files; each imports only those named before it:

    case            what a clause is judged by: sentences by where they stand; a verdict
    cause_and_fix   a section of both -> what tells the cause, what the fix
    tasks           the measures that are tasks, and say what to do
    sentence_facts  what may be true of a sentence beyond its concepts, by name
    places          where in a document clauses are looked for, by name
    judge           rows of evidence -> a verdict, and what found it
    rows            the evidence of each clause
    profile         the assignment's format, or any postmortem
    computed        the answers that a document's own figures give
    sections        the section that a clause belongs to
"""
