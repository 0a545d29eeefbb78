"""A file a command, or a few that belong together, named as they are typed.

None of them imports another: what they share lies in the files of cli itself. The table
of commands loads them.
"""
