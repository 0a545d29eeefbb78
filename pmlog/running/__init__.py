"""A command -> what became of it: run as if pmlog were not there, its end kept in memory.

Where standard output is a terminal the command gets one of its own, of the same size and
settings; all that is typed goes there, and all that is printed comes back. Elsewhere its
output goes through pipes, byte for byte, and the two streams never meet.

Its files; each imports only those named before it:

    tail       the last bytes of an output, as a reader of the screen saw them
    tty        the responder's own terminal, lent to a command
    signals    signals, heard between two waits and not in the middle of things
    child      the command as a process, and the one that watches over it
    stream     one way of bytes, from the command to where they belong
    relay      passes bytes and signals on until the command has ended
    run        runs a command, and says what became of it
"""
