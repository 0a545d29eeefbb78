"""What other tools recorded -> events of an incident, previewed first.

Bytes -> a recognised format -> records, or pieces left out with their reason -> those
that are wanted -> verdicts against the log -> lines to look at, or events of one batch.
Chosen by a person and lossy, where an import is the lossless union of pmlog's own logs.

Its files; each imports only those named before it:

    record       a record, or a piece that is none, and why
    values       values out of JSON that anybody may have written
    instants     what machines write for a time -> an instant
    stamps       the time at the beginning of a line
    calendar     which day the lines of a file are of
    zones_stated  the zone that a sentence or a heading names
    stated       what a tool states -> a kind, or one that is only proposed
    clean        text from other tools -> text that can be stored
    files        what is to be collected, as files: found, unpacked, decoded
    format       a format: how it is recognised and read
    formats      a file for each tool
    described    formats that are data, in TOML files
    registry     all formats, in the order in which they are tried
    recognition  a file -> its format, by what is in it
    filters      which records are wanted
    reading      files -> what is in them, each with its identity
    trial        a format that somebody wrote, tried on its own examples
    verdicts     records against the log: new, grown, had, taken back
    batch        verdicts -> events, one batch
    preview      what collecting would do, as lines and as JSON
    pick         the list that a person picks from in an editor
    documents    postmortems -> incidents
    plan         files and a log -> what is to be written
"""
