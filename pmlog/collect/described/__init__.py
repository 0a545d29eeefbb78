"""Formats that are data: a TOML file says what it matches, which field is which, and kinds.

Its files; each imports only those named before it:

    paths     a path such as "histories[].items[]" -> what lies there
    spec      a format as its file says it -> records
    toml      a TOML file -> its format, or what is wrong with it and where
"""
