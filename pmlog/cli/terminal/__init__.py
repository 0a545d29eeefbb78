"""The responder's terminal: its pager, its editor, its screen, its keyboard.

Its files; each imports only those named before it:

    progress    how far a long command is
    pager       long output, through the user's pager
    fullscreen  the whole terminal for a picture in place
    keyboard    a line typed in the terminal
    editor      long texts in the user's own editor
"""
