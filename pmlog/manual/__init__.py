"""What pmlog tells about itself: the files of docs/, as help topics and as the man page.

Its files; each imports only those named before it:

    blocks    prose, tables and samples -> plain text or roff
    markdown  the Markdown of docs/ -> blocks
    topics    which files there are, and what each is about
    page      commands and topics -> the man page
"""
