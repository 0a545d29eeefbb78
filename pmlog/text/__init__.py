"""Text from people and programs: printed safely, measured, redacted.

Its files; each imports only those named before it:

    terminal   text from people, safe to print
    near       a name that was mistyped -> those that it is near to
    number     numbers of things: 1 event, 2 events
    width      how many columns text takes, wrapped or cut to fit
    patterns   patterns that are compiled when they are first looked for
    words      the words of a text, as people look for them
    pipe       whether a pipe waits on standard input
    encoding   how bytes hold text
    secret_table  the table of secrets -> rules
    redaction  text -> the same text without its secrets
    typed      what a person typed -> the secrets in it
    command_line  the words of a command -> the same words without theirs
"""
