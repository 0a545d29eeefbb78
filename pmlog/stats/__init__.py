"""Many incidents -> figures that hold: exact intervals, every value, no arrows.

A mean follows its longest night, and of eight incidents it falls by a tenth in four
comparisons out of ten although nothing changed. So there is none here, and no trend, and
no ranking of people or teams: each figure says of how many incidents it is, what is not
known and why, and how far chance alone may have moved it.

What is kept of an incident is small, so memory grows by about 4 KB with each.

Its files; each imports only those named before it:

    exact        exact intervals: of a quantile by order statistics, of a count
    wordlists    how something was detected, and the words that tell of a cause
    case         what the statistics keep of an incident
    choice       which incidents: a time, a service, a severity, a key
    spread       one length over many incidents
    counts       how many there were: by month, service, severity, how detected
    recurrence   the same service and cause again
    followup     tasks, wrong paths, who was called
    figures      all of it together
    definitions  what each figure means
    objects      the figures as JSON
    axis         a logarithmic axis of lengths
    strip        dots on that axis in characters
    wording      what the figures say, in words that terminal and page share
    lines        the figures as lines of text
    drawing      the figures in SVG
    links        the documents that lie beside a page
    page         the figures as the names that a template fills in
"""
