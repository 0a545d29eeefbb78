"""Text -> what its words tell: who was hit, why, who noticed, what was done.

The words themselves stand in the lexicon, a table a concept; what is told by several
concepts and their order is a function here. Its files; each imports only those before it:

    phrasing      text -> its sentences, in one spelling
    lexicon       the phrases that tell each concept, beside their sentences
    trees         all phrases, followed through a sentence token by token
    concepts      the concepts that a sentence tells, in one pass
    beside        what is told before a time, behind it, between two
    nothing       what says that there was none, or that words are to come
    names         names of people beside a concept
    impact        what tells who was hit and what failed
    cause         what tells why
    detected      what tells who noticed
    investigated  what tells what was looked at
    refuted       what tells that it was in vain
    escalated     what tells who was called
    mitigated     what tells what was mended
    planned       what tells what is to be done
    blame         what tells who is blamed
    course        how an entry says that it began, was noticed, was over
"""
