"""The incident log in your shell.

During an outage `pmlog event` appends; afterwards `pmlog render` computes the times
and fills in the postmortem. This is the floor plan: a module imports only from floors
below its own (inside a package, only the files listed before it), and
tests/test_floorplan.py holds it to that.

    10 __main__   which door: the quick one or the full one
    9  cli        the full door: Typer commands that parse, call one function, print
    8  manual     help topics and the man page
       doctor     what would be used on this machine, and what is not well
       salvage    a damaged log -> the events in it that can still be read
       backup     the log -> a copy of it, consistent while others write
       quick      the quick door: `pmlog event` with the standard library alone
       shell      pmlog in the responder's shell: short commands, TAB, the prompt
    7  verify     the log -> what in it is damaged, missing or changed
       rescue     what could not be stored -> the command that stores it later
       render     an incident -> its timeline on the screen, its postmortem
       check      any postmortem -> what it misses, where it contradicts itself
       writeup    what a document still misses -> questions; their answers -> entries
       exchange   the log <-> JSON lines
       versions   the versions that an answer depends on
       wordindex  events by their words
       correct    what was logged wrong -> corrections, which are events like any other
    6  record     what a responder says -> events in the log
       incoming   lines of an export -> events, checked
       schema     makes a log file, or brings an older one up to date
       when       words people type -> instants, zones, durations
       gaps       what an incident's document still misses
       diagram    an incident -> a picture of its time
       lookup     which incident, or which event, is meant
       bulk       many events at once into the log
    5  glance     which incident is current, and the few events that decide its state
       queries    what else is asked of the log
       chain      the digest chain: each event sealed with all before it
       metrics    an incident -> its outage and its times, computed
       history    events -> who changed what, when and why
    4  evidence   what an event can be checked against, by the hash of its content
       store      the log: open it, number events, append them, read them back
       timeline   events -> the incident, corrections applied, in order
       responder  who logs, where, in which zone
    3  conditions  what can be said of an event in SQL
       running    a command -> what became of it
       logfile    the SQLite file: opened, locked, told from other files
       identity   which file this is: told from its copies
       clock      instants -> text; zones; durations
    2  model      what an event is; the kinds there are
       paths      where files live
       terminal   text from people, safe to print
       cells      how many columns text takes, wrapped to fit
    1  causes     SQLite's errors -> ours: what happened, and what would work
       words      the words of a text, as people look for them
       details    what an event's data can hold, read and checked
       redact     text -> the same text without its secrets
    0  errors     every sentence that ends a command, with its exit code
       lean       named tuples that cost nothing to import
"""

__version__ = "0.1.0"
