"""The files that render and others write: whole or not at all, over nobody's work.

Its files; each imports only those named before it:

    writing     files written whole, and over no save that was not seen
    shortfalls  what a rendered document falls short of
    target      a document made, renewed around what people wrote, or overwritten
    pictures    the overview as files beside it
"""
