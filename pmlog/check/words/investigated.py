"""The words of the search: looking and suspecting."""

from __future__ import annotations

from pmlog.check.words.phrasing import spoken

LOOKED = spoken(r"""
    gone through, captur*, ask(s|ed) ... (whether|if), could it be, connected to, discuss*
    telnet*, investigat*, check*, examin*, inspect*, review*, analy*, debug*, test, tests
    tested, testing, verif*, diagnos*, trac(e|es|ed|ing), strace*, curl*, ping, pings
    pinged, look* (at|into|for|through|in|over|inside|closer|up), start* (to look|looking)
    dug, dig, digs, digging, try, tries, tried, trying, attempt*, suspect*, assum*
    suspicion, thought, thinks, think, thinking, believ*, hypothes*, theor*, ran, runs
    run, running, open(s|ed)? ... (log|logs|dashboard*|console|config*|page of|graph*)
    opens? "?/\w+, compar*, search*, queried, queries the, reproduc*, replicat*, isolat*
    narrow*, rul(e|ed|ing) out, attach*, grep*, ssh*, log(s|ged)? (in|into|on), dump*
    profil*, audit*, explor*, probe*, blam*, accus*, first idea
    (first|second|third|next|other|another) (idea|guess|theory|suspect|thought|suspicion)
    consider*, triag*, troubleshoot*, read, reads, reading, focus*, scan*, dissect*
    question*, confirm*, pointed (to|at), points (to|at), log file*, stack ?trace*
    backtrace, explain, htop, top, journalctl, tail, tailed, wonder*, guess*
    chas(e|es|ed|ing), (goes|went|going) (back )?(through|over), walk* through, hunt*
    correlat*, monitored, observed, studied, study, measur*, crawl*, drill*, zoom*
    interrogat*, found, finds, discover*, (sees|saw) (that|in|constant|with)
    spot* (the|a), pull* (up|the) (log*|graph*|metric*)
""")
SUSPECTED = spoken("""
    suspect*, suspicion, assum*, thought, thinks, believ*, hypothes*, theor*, guess*
    blam*, accus*, convinced
""")
# An assumption, and what shows that it was another thing.
ASSUMED = spoken("""
    assum* (root )?(cause|that|it|a), initial* (assumption|suspicion|theor*)
    suspected (a|an)
""")
REALISED = spoken("""
    (was|were) realised, (was|were) realized, realised that, realized that, turn* out
    real* the (issue|cause), actual cause, instead
""")
LOOKED_INTO = spoken("""
    investigat*, suspect*, assum*, diagnos*, debug*, troubleshoot*, analys(ed|ing)
    analyz*, hypothes*, theor*, initially (thought|believed), at first (we|i) thought
    examined, inspected, looked (at|into), strace*, traced the
""")
