"""A document -> where it contradicts itself, and what a reader would change.

Its files; each imports only those named before it:

    hit                  where a rule is broken, how far times are apart
    told_again           the start, the end, the detection, told again in prose
    duration             the stated duration against start and end
    summary_vs_timeline  the stated start and detection against the timeline's
    stated_end           the stated end against the timeline's
    early_ends           an end before its beginning, or before anybody noticed
    order                what stands before what it must follow
    zones                times in two zones that are not converted
    calendar             times, dates and seasons that cannot be
    shares               shares that cannot be, or not by their own figures
    other_dates          the date of the outage, told as another one
    heading_dates        the dates in a heading against those below it
    advice               what a reader would ask to change
    table                the table of rules
"""
