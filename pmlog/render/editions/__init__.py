"""What of an incident a document says, and to whom.

Its files; each imports only those named before it:

    curation  which events of a long log a document has
    public    what may be said outside, and by nobody's name
    conceits  what a playful document pretends to be
    playful   what makes a document playful, computed
"""
