"""The incident log in your shell.

During an outage `pmlog event` appends; afterwards `pmlog render` computes the times
and fills in the postmortem. This is the floor plan, from the top to the ground: a package
or a module imports only what stands below it here (inside a package, only the files that
its docstring lists before it), and tests/test_floorplan.py holds it to that.

    __main__     which way in: the fast path or the full command line
    cli          Typer: commands that parse, call one function, print
    fast         `pmlog event` with the standard library alone
    fast_options  its options
    event_times  the options of a time, as typed -> the instants of an entry
    event_line   the words of `pmlog event` -> its options and its text
    event_kept   what of a text looks like options, and what was meant by it
    confirmation  what was stored -> the line that says so
    shell        pmlog in the responder's shell: short commands, TAB, the prompt
    manual       help topics and the man page
    doctor       what would be used on this machine, and what is not well
    sync         a log <-> a shelf on which logs meet
    collect      other tools' records -> events of an incident
    stats        many incidents -> figures that hold, with exact intervals
    render       an incident -> its timeline on the screen, its postmortem
    convert      a document as people edited it -> what wikis, chats and Word take
    check        any postmortem -> what it misses, where it contradicts itself
    diagram      an incident -> a picture of its time
    postmortem   the format: its clauses, what each asks, what a log misses of it
    words        text -> what its words tell: the lexicon of postmortems
    metrics      an incident -> its outage and its times, computed
    exchange     the log <-> JSON lines; timelines as tables; what is left of a damaged one
    actions      what a responder does to the log: each one transaction
    store        the SQLite file and all SQL; its copies, its proof
    event_options  the options of `pmlog event`, and a word read as one
    incident     what an event is, the incident that events fold into; knows no file
    versions     the versions that an answer depends on
    when         words people type -> instants, zones, durations
    running      a command -> what became of it
    text         text from people and programs: printed safely, measured, redacted
    clock        instants -> text; zones; durations
    zonerules    the rule at the end of a zone's file -> its changes up to 2037
    paths        where files live
    extras       packages that a plain install leaves out, and how to install them
    failures     those that most commands never meet, loaded where they happen
    errors       every sentence that ends a command, with its exit code
    plain_json   JSON without the patterns that json compiles
    namedtuple   named tuples that cost nothing to import
"""

__version__ = "0.1.0"
