"""The language of postmortems: concepts, and the phrases that tell each.

The TOML files beside this one are the lexicon: a table a concept, each phrase beside a
sentence that needs it. compiled.tsv is made of them by `python -m tests.lexicon`.
"""
