"""A document as people edited it -> what their wiki, chat or word processor takes.

Its files; each imports only those named before it:

    blocks      Markdown, read into a tree of blocks and spans
    confluence  the storage format of Confluence
    slack       mrkdwn, which calls nobody
    docx        a Word document
"""
