"""What pmlog tells about itself: help topics and the man page, from one source.

Its files; each imports only those named before it:

    blocks  prose, tables and samples -> plain text or roff
    topics  what cannot be said in a command's own help
    page    commands and topics -> the man page
"""
