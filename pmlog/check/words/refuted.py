"""The words of erring: what was thought or tried, and proved wrong."""

from __future__ import annotations

from pmlog.check.words.phrasing import spoken

_THEORIES = """
    idea*, theor(y|ies), assumption*, hypothesis, guess, suspicion*, suspect*, lead*
    track*, path*, avenue*, diagnosis, trail*, hunch*, clue*
"""
_PLACES = """
    track, path, direction, tree, turn, turning, place, door, road, way, end, trail
    target, layer, thing, spot, area, component, culprit, conclusion, server
"""
_REFUTED = """
    dropped, discard*, dismiss*, abandon*, eliminat*, refut*, debunk*, collapsed, died
    failed, wrong, incorrect, false, off the table, cleared, rejected, invalid*, unfounded
    fruitless
"""
# A path that is called wrong by name.
_NAMED_WRONG = r"""
    mislead*, misled, misdirect*, misdiagnos*, red[- ]herring*, dead[- ]?end*
    blind alley*, (wild )?goose chase*, wild chase, rabbit hole*, barking up
    rul(e|es|ed|ing) out, disprov*, exonerat*, not guilty, acquitted, side-?track*
    detour*, distract*, cleared of
    false (<theories>|alarm|start|trail|positive|flag|clue|scent)s?
    (wrong|incorrect|mistaken|bad) (\w+ )?(<theories>|<places>)s?
    <theories> ... <refuted>
    (dropped|discard*|dismiss*|abandon*|eliminat*|refut*|debunk*) ... <theories>
"""
_FINE = "fine, normal*, healthy, ok, okay, unrelated, innocent, harmless, valid, idle"
_FAULTS = """
    problem*, issue*, error*, outage, symptom*, latency, slow*, failure*, silence, looping
    exception*, timeout*, alert*, it, site, rebalances
"""
_STAYED = "persist*, continu*, remain*, stayed, comes? back, came back, returned, kept"
# What was tried or thought, and was in vain.
_IN_VAIN = r"""
    in vain, ^(nothing|same|none|nope|no)\W*$, (finds|found) none, only delay*
    it was none of
    only (grew|grows|got worse), (to )?no avail, wast(e|es|ed|ing), fruitless*
    unsuccessful*, futile, pointless, of no (help|use), no use, unhelpful, scapegoat
    no smoking gun, clean bill, lost ... (time|minutes|hours?|day)
    (time|minutes|hours?) (\w+ ){0,3}?(lost|wasted|gone)
    spent ... (only to|before|for nothing|without), cost us ... (minutes|hours?)
    (did|does|do|could|would|has|have|had) not (\w+ ){0,2}?<helped>, no (\w+ )?<success>
    without (any )?<success>, (errors?|issues?) found: none
    no (\w+ )?(errors?|issues?|problems?) (was |were )?(found|there|detected)
    (chang|help|show|reveal|prov|yield|find|found)* (us )?nothing
    (solv|gain|brought|bring|fix|achiev|did|do)* (us )?nothing, nothing <unusual>
    (had|has|have) (nothing|little|anything) to do with, unrelated, irrelevant
    not relevant, not related, coinciden*
    (prov|turn)* (to be |out )?(\w+ )?(to be )?(wrong|false|incorrect)
    (prov|turn)* (to be |out )?(\w+ )?(to be )?(unfounded|not|<fine>)
    turn* out (to be )?(not|wrong|a false|retries|an? (symptom|effect|coincidence)|<fine>)
    not (it|the) (\w+ ){0,2}?(cause|culprit|problem|issue|source|reason|bottleneck|case)
    not (it|the) (\w+ ){0,2}?(network|database|disk|server|answer|one|key*|code|dns)
    (was|were|is|are) (never|not) (it|the (\w+ )?(problem|cause|culprit|issue|source))
    not the (?!only|first|last|same|whole)\w+(?=[.!]|$)
    never (sick|the problem|the cause), not (a|the|its) cause, and not cause, not to blame
    innocent, erroneous*, wrongly, incorrectly (\w+)
    mistakenly (assum|thought|believ|suspect|focus|blam|point)*, veer* off
    ma(de|king) (it|things|matters) worse, in the bin, effect and not
    it (is|was) not(?=[.;]|$), (look|read|debug|search|work)* ... the wrong \w+
    (time|minutes|hours?) (is|are|was|were) (burnt|burned|spent|lost|wasted)
    (got|get|became|become|becomes|grew|grow|even|is|are|only) worse
    (?<!what )(was|were|is|proved) (\w+ )?wrong\b(?! (with|config|setting|value|port))
    (was|were|is|proved) (\w+ )?mistaken\b
    (proves|proven|we|i) (\w+ )?(wrong|mistaken)\b(?! (config|setting|value|port))
    but (it|this|that|they|these|everything) (\w+ )?<seemed>
    but (all|nothing|found|both|the \w+) (\w+ )?<seemed>
    (but )?(the )?<faults> (still |was |were |is |are )?(<stayed>|still|there)
    still <failing>, ^still (?!investigat|monitor|watch|under|work|in progress)\w+
    (?<!\w)persist(s|ed|ing)?, (exactly )?the same( as before)?(?=[.!]|$), as before
    same (error|result|problem|issue|answer|thing|nonsense|story|picture)s?
    same (symptom|behaviou?r|failure|message|outcome)s?
    just as (slow|bad|grey|empty|broken), again (slow|down|failing)
    (slow|down|broken) again, also (ran out|failed|crash*|died|broke|fell)
    back to square one, (keep|keeps|kept) (on )?<going_on>
    (then|and|soon|but) (\w+ )?(climb|ris|rose|fall|fell)* again
    (then|and|soon|but) (\w+ )?(fail|crash|drop|slow|broke)* again
    actually (fine|normal|ok|not|the|a|caused|due|something), (when )?in fact (it|the)
    it was (just|only|really|actually|merely), instead of the (real|actual)
    (looked like|seemed|was thought) ... but
    (thought|believed|assumed) ... (but|however|yet|only to|though)
    (suspected|blamed|expected) ... (but|however|yet|only to|though)
    (led|lead|leads|leading) (us |me |them )?(astray|nowhere|away from)
    (took|went|going|got) (us |me |them )?(astray|nowhere|away from)
    (thought|think|looked) (of|at) the \w+ ... (too late|wrongly)
    another (dead|wrong|false)
"""
_PARTS = {
    "theories": _THEORIES,
    "places": _PLACES,
    "refuted": _REFUTED,
    "fine": _FINE,
    "faults": _FAULTS,
    "stayed": _STAYED,
    "helped": """
        help*, fix*, resolv*, solv*, work*, chang*, improv*, reveal*, yield*, show*, find*
        found, explain*, make, bring, lead, indicate*, matter, clear, address*, reduc*, stop
        cure*
    """,
    "success": """
        effect*, change, changes, improvement*, difference, result, results, luck, success
        help, joy, influence, impact, gain, use, relief, dice, good, sign*, evidence
        abnormal*, anomal*, bottleneck*, fault, correlation, link, finding*
    """,
    "unusual": """
        changed, changes, unusual, wrong, abnormal, suspicious, was found, came of, found
        useful, helped, helps, out of, to see, new, there, strange, odd, interesting
        significant, happened, happens, improved, relevant, of interest
    """,
    "seemed": """
        was, were, is, are, seemed, looked, had, showed, no, nothing, did not, check*, fine
        normal
    """,
    "failing": r"""
        broken, failing, fails, fail, failed, refused, crashed, errored, returned, down
        slow
        the same, looping, there, empty, error*, timing, unavailable, unreachable, crashing
        50\d, getting, returning, no \w+, not \w+, happening, present, persist*, dead
    """,
    "going_on": """
        dying, failing, crashing, happening, coming, looping, growing, rising, climbing
        restarting, timing, returning
    """,
}
NAMED_WRONG = spoken(_NAMED_WRONG, **_PARTS)
WRONG = spoken(_NAMED_WRONG, _IN_VAIN, **_PARTS)
# All was found well, or the first idea was another: it may have been a wrong path.
DOUBTED = spoken(
    r"""
    (initial*|first|early|originally|at first) ... <guessed>
    shift* (to|focus|attention|our), attention (moved|turned), moved on
    turned (our )?(attention|focus), <looked> (\w+ )?<well>
    \w+:? (flat|quiet|fine|ok|okay|normal|healthy|valid|idle|bored)(?=[.;,]|$), nope
    bored \w+, as expected, normal levels, no errors?, no issues?, no problems?
    (second|next|another|other) (suspect|guess|idea|theory)
""",
    guessed="""
        suspect*, assum*, thought, believ*, hypothes*, suspicion, theor*, blam*, focus*
        investigat*, indicat*, point*, check*, think, idea, guess, look*
    """,
    looked="""
        look, looked, looks, looking, was, were, are, is, all, everything, appear*, seem*
        report*, say, says, said, found, show*, (came|come) back
    """,
    well=r"""
        fine, normal*, healthy, ok, okay, good, green, clean, stable, alive, running fine
        flat, quiet, identical, valid, idle, right, as expected
        within (\w+ ){0,2}(limits|range)
    """,
)
