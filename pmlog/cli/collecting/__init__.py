"""What collect reads, shows and writes.

Its files; each imports only those named before it:

    formats    the formats that are known: listed, tried
    options    the options -> what is looked for, and how it is read
    incident   records into an incident: read, shown, picked, written
    documents  documents into incidents of their own
"""
