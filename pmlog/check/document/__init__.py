"""Bytes -> a document: its lines as a reader sees them, each with its place.

Its files; each imports only those named before it:

    encoding        bytes of any encoding -> text
    files           files, folders, standard input -> bytes
    topics          what a heading announces
    free_headings   what a heading in free words announces
    inline          what a reader sees of a piece of a line; the Markdown parser
    markup          a line of Markdown or HTML -> what a reader sees
    boilerplate     the assignment's text
    contents        which lines are a table of contents
    visible         text -> the lines that a reader sees, and their words
    headings        headings and labels
    outline         headings -> the place of each line
    items           a piece of a document, with its place
    joining         lines that belong together: a time and its words, a wrapped sentence
    infer_sections  sections told by what they hold
    parse           text -> items with their lines and places
    split           a file -> the postmortems in it
"""
