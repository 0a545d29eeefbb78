"""Postmortems -> which clauses they meet and where they contradict themselves.

Any Markdown or plain text is read, whoever wrote it: what a line is about is told by
its heading, its label and its words, never by its place alone. Times are those on the
page; nothing here knows the clock or the log. Lines are numbered as editors do.

Its files; each imports only those named before it:

    reading         bytes of any encoding -> text
    sources         files, folders, standard input -> bytes
    wording         tables of phrases -> patterns, text -> sentences
    impact_words    what tells who was hit and what failed
    cause_words     what tells why
    notice_words    what tells who noticed
    search_words    what tells what was looked at
    vain_words      what tells that it was in vain
    help_words      what tells who was called
    repair_words    what tells what was mended
    plan_words      what tells what is to be done
    topics          what a heading announces
    free_headings   what a heading in free words announces
    markup          a line of Markdown or HTML -> what a reader sees
    boilerplate     the assignment's text, placeholders
    headings        headings and labels
    outline         headings -> the place of each line
    items           a piece of a document, with its place
    unnamed         sections told by what they hold
    document        text -> items with their lines and places
    volumes         a file -> the postmortems in it
    zone_words      zones in prose
    dates           dates in prose
    moments         clocks in prose, with their zones and dates
    zone_clash      clocks in two zones: converted or not
    stated          the stated window and duration
    timeline_zone   the zone that stands over a timeline
    facts           what a document states about time, its timeline
    verdict         present, partly, missing; sentences by where they stand
    in_summary      the clauses of the summary
    in_detection    the clauses of the detection
    in_search       the clauses of the investigation
    in_timeline     the other clauses of the timeline
    in_cause        the clauses of the cause and the fix
    in_measures     the clauses of the measures
    clauses         the table of clauses
    hits            where a rule is broken, how far times are apart
    phrases         what an entry says of the outage
    lengths         the stated duration against start and end
    two_tellings    the summary's times against the timeline's
    order           what stands before what it must follow
    two_zones       times in two zones that are not converted
    calendar_slips  times, dates, seasons and shares that cannot be
    advice          what a reader would ask to change
    rules           the table of rules
    examine         a document through all rules -> its report
    formats         a report for a person or a program
    log_gaps        what an incident's document would miss
"""
