"""An incident -> its timeline on the screen, its postmortem through a template.

Its files; each imports only those named before it:

    addresses  addresses in what people typed, whole
    escape     text from people, for where it lands
    rows       the timeline as rows: dates, clock changes, events
    excerpt    what an event can be checked against, in words and in excerpts
    format     how text is set: Markdown, HTML, plain
    display    what lines are shown on: its columns, colours, characters
    bars       bars beside the timeline
    screen     the timeline for a terminal or a pipe
    overview   the picture in characters, in the colours of the timeline
    plain      the timeline for grep, awk and cut
    changes    what was changed in a log, as lines
    sentences  sentences about an outage
    watch      the picture that watch draws
    handover   what happened since, for whoever comes next
    editions   what of an incident a document says, and to whom
    entries    the timeline's events as entries of a document
    page       what only the page says: its first screen, times in any zone
    names      what a template may say, by name
    context    everything a template may say, ready to print
    renew      rendering again into a file that people have edited
    document   templates: where they are found, how they are filled
"""
