"""The words of plans: what could be better, and what is to be done."""

from __future__ import annotations

from pmlog.check.words.phrasing import spoken
from pmlog.text.patterns import pattern

# Something that ought to be better, said broadly.
BROAD = spoken("""
    improv*, enhanc*, better, strengthen*, should, must, need* to, needs, need, ought
    have to, has to, want to, would like, shall, will, could, can be, never, always
    too late, too long, no longer, in general, generally, broadly, overall, lesson*
    learn*, take-?away*, going forward, moving forward, in (the )?future, next time
    more (careful*|often|robust|attention), careful*, regular*, robust*, ensur*, lack*
    missing, we (do|did) not, do not have, depend*, instead of, not only, rather than
    deserve*, important, importance, prevent*, avoid*, proactive*, resilien*, reliab*
    optimi*, increas*, culture, practice*, process*, communicat*, documentation, training
    polic*, awareness, stricter, review*, realise*, realize*, supposed to, is good but
    worse than
""")
# What is to be better, though a list of tasks says so.
IMPROVED = spoken("improv*, enhanc*, strengthen*, better, ensur*, regular*, optimi*")
# A sentence outside the measures that looks ahead.
HOPE = spoken("""
    (prevent|avoid)* ... (future|again|recurr*|similar|such|this), in (the )?future
    going forward, moving forward, lesson*, next time, never again, from now on
    we (will|should|must|want to|need to|plan to|are going to)
    (should|must|ought to) ... (be|have|use|add), we ought
""")
# What is to be done, whoever says it.
PLANNED = spoken(r"""
    should, must, need* to, will (be )?(\w+), ought to, have to, plan to, want to
    going to
""")
# A task that somebody owns.
OWNED = pattern(
    r"\b(?:owner|assignee|assigned to|due|deadline|eta)\b|@\w+"
    r"|\([^()]{2,40}, [^()]{2,20}\)\W*$"
    r"|\b20\d\d-\d\d-\d\d\b"
)
