"""What is to be collected, as files: found, unpacked, decoded.

Its files; each imports only those named before it:

    inputs       paths -> the files to read, those in folders and archives
    json_stream  values of JSON, one after another
    json_list    an object around a long list -> objects with a part of it
    decode       bytes -> lines, or values of JSON
    database     SQLite files of other programs, never changed
"""
