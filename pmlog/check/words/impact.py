"""The words of the impact: who was hit, what failed, what people saw of it."""

from __future__ import annotations

from pmlog.check.words.phrasing import either, spoken
from pmlog.text.patterns import pattern

# People who use a service.
_USERS = """
    user*, customer*, client*, visitor*, subscriber*, student*, pupil*, people, persons
    everyone, anyone, everybody, anybody, nobody, no one, player*, gamer*, merchant*
    shopper*, buyer*, seller*, employee*, staff, worker*, colleague*, teacher*, parent*
    member*, passenger*, patient*, reader*, viewer*, listener*, learner*, traveller*
    traveler*, rider*, driver*, guest*, tenant*, resident*, citizen*, tourist*, partner*
    audience, consumer*, fan, fans, caller*, participant*, candidate*, account*, holders
    holder, farmer*, sailors, the public, user base, userbase, clientele
"""
_USER_NOUN = either(_USERS)
USERS = spoken(_USERS)

# What a sentence may name as the thing that failed.
SERVICE = spoken("""
    website*, web site*, site, sites, webpage*, web page*, page, pages, homepage*, app
    apps, application*, api, apis, backend, back-end, frontend, front-end, front end
    server*, web server*, webserver*, database*, db, portal*, dashboard*, login, log-in
    sign-in, sign-up, signup, registration, checkout*, payment*, billing, shop*, store*
    e-commerce, ecommerce, marketplace*, booking*, ticketing, chat, messaging, mail
    email*, e-mail*, mailbox*, relay, sms, notification*, search, catalogue*, catalog*
    upload*, download*, stream*, video*, network*, internet, wifi, wi-fi, vpn, dns, cdn
    gateway*, proxy, proxies, load balancer*, loadbalancer*, balancer*, haproxy, firewall*
    router*, switch, cluster*, node, nodes, pod, pods, container*, queue*, pipeline*
    kafka, rabbitmq, redis, cache, caches, mysql, postgres*, mongodb, elasticsearch, nginx
    apache*, wordpress, bucket*, object storage, storage, endpoint*, microservice*, ssh
    blog*, forum*, software, interface*, terminal*, printer*, display*, repository, repo
    cloud, hosting, host, hosts, machine, machines, screen, screens, atm, atms, pos, ussd
    function, session*, authentication, crm, erp, lms, microsite, tool, tools, module*
    bot, bots
""")
_VAGUE_NOUNS = "system|service|platform|infrastructure|environment|feature|functionality"
# "The login service" says which; "our services" does not.
_NO_NAME = """
    the, our, all, some, several, critical, multiple, various, my, its, their, of, in
    this, that, these, those, a, an, core, main, primary, whole, entire, production, other
    important, essential, key, internal, company, company's, and, or, to, on, many, any
    affected, disrupted, degraded, normal, full, partial, customer, user, users, down
"""
NAMED_SERVICE = pattern(
    rf"(?<!\w)(?!{either(_NO_NAME)}\W)[\w'-]{{3,}} (?:{_VAGUE_NOUNS})s?\b(?!-)"
)
UNNAMED_SERVICE = pattern(rf"\b(?:{_VAGUE_NOUNS})s?\b|\boperations\b|\bstack\b")

# That something does not work, whoever sees it.
FAULT = spoken(r"""
    down, outage*, unavailab*, slow*, unrespons*, error*, fail*, degrad*, inaccessib*
    interrupt*, disrupt*, timeout*, time-out*, timed out, crash*, offline, unreach*
    broke*, latenc*, lag*, stopped, stopping, downtime, halt*, affect*, impact*, denied
    refus*, reject*, [45]\d\d, 5xx, 4xx, unable, can not, could not, did not, does not
    unusable, freez*, frozen, froze, hung, hang*, hiccup*, collaps*, congest*, nosedive
    stuck, missing, lost, los(e|ing), blank, empty, overload*, nap, wrong, stale, stall*
    dead, out of (order|service|use), not (available|reachable|working|accessible), delay*
    duplicat*, no longer, intermittent*, instab*, unstable, break, went dark, darkness
    corrupt*, incident, inoperative, malfunction*, struggl*, hit, fell, sank, blackout*
    brown-?out*, glitch*, problem*, issue*, trouble*, paraly*, black
""")

OUTAGE = spoken(r"""
    outage*, incident, downtime, was down, were down, went down, slow*, unavailab*
    disrupt*, degrad*, inaccessib*, unrespons*, offline, interrupt*, unreach*, affected
    possible, no access, impact*, error*, [45]\d\d, this report, this document, postmortem
    refused, rejected
""")
# "The stock list did not open": whatever it is, it is named and it failed.
DOWN = pattern(
    r"\b(?:the|our|my|its) [\w' -]{2,40}? (?:was|were|went|became|is|got|lay|stopped"
    r"|shows?|had)"
    r" (?:\w+ )?(?:down|unavailable|slow\w*|unreachable|offline|inaccessible|unresponsive"
    r"|broken|frozen|degraded|interrupted|no|nothing|working|dark\w*|in darkness|dead"
    r"|unusable|useless|out of (?:order|service|use)"
    r"|not (?:available|reachable|working)|silent|stuck)\b"
    r"|\b(?:the|our|my|its|each|every) [\w' -]{2,40}? (?:(?:did|could|would|does) not"
    r"|no longer|failed to|refused to|refuses to)"
    r" (?:open|load|start|work|answer|respond|print|show|arrive|appear|run|connect|play"
    r"|sync|update|send|accept|come|display)s?\b"
    r"|\b(?:the|our|my|its|each|every|all) [\w' -]{2,40}? (?:froze|crashed|died|hung|broke"
    r"|failed|collapsed|stalled|vanished|disappeared)\b"
    r"|\b(?!things\b|something\b|it\b|we\b|everything\b)[\w'\" -]{3,60} (?:was|were|is|are)"
    r" (?:not possible|impossible|out|cut off|blocked|dead|stuck|not updated|gone|away)\b"
    r"|\b[\w'\" -]{3,60} could not be \w+ed\b|\b[\w'\" -]{3,60} (?:did|showed) nothing\b"
    r"|\b[\w'\" -]{3,60}s did not (?:run|open|load|start|work|arrive|appear)\b"
    r"|\b(?:the|our|my) [\w' -]{2,40} stopped\b"
    r"|\w+s (?:\w+ ){0,4}?(?:sent|showed|received|returned|delivered|answered) nothing\b"
)

# What somebody in front of a screen sees: a code, a message, a page, a wait.
SYMPTOM = spoken(r"""
    (error|http|status|code*|with|a|an|of|got|get|gave|return*|answer*) `?[45]\d\d
    [45]\d\d (error*|internal|bad|service|gateway|not found|forbidden|response*|status*)
    5xx, 4xx, 50x, errors, error (message*|page*|screen*|code*|respons*), an error
    timeout*, time-out*, time out, timed out, timing out
    (blank|white|empty|grey|gray|black) \w+, spinn*, endless*
    load* (forever|endless*|slow*)
    not load*, never load*, slow (load*|respon*|page*), slow* perform*
    (load|response) times?, respon* slowly
    took (too |a )?(long|up to|more than|minute*|second*|forever|ages|\d+)
    long (wait*|load*|time*), delay*, wait*, could not, can not, unable to, not able to
    failed to, fail* (to|log-?in*|payment*|checkout*|order*|upload*|request*|transaction*)
    locked out, logged out, kicked out, thrown out, sent back, stuck, froze*, freez*, hung
    buffer*, crash*, duplicate*, twice, (?<!went )(?<!go )(?<!goes )wrong, stale
    outdated, old, missing, lost, loos*
    losing, broken, intermittent*, reject*, refus*, denied, incomplete, inconsisten*
    had to, none of the, instead of, nothing
    no (answer|response|page|pictures|images|data|results), "[^"]{4,}, showed, showing
    displayed, not (open*|work*|respond*|show*|connect*|arriv*)
    can ?t (open|log|access|pay|send|see), unexpected*, garbled, loop*, rude, spinner*
    (did|does|would) not (open|load|start|work|answer|respond)
    (did|does|would) not (print|show|arrive|appear|run|play), fell back, by hand, on paper
    aborted, silence, unread*, vanish*, disappear*, empty, disconnect*, failure*
    difficult*, trouble
""")

# Users met something: "users experienced", "customers could not".
_MET = """
    experienc*, encounter*, fac(ed|ing), saw, see, seeing, seen, met, got, get, able to
    getting, receiv*, suffer*, could not, can not, unable, not able, were greeted
    struggl*, waited, had to, lost, lose, losing, report*, complain*, notic*, missed
    were (shown|told|left|sent|redirected|thrown|logged|locked|kicked|charged|given)
    was (seeing|getting|receiving), could only, stood, heard, found, tried, failed to
    left, gave up, abandon*, difficult*, trouble, (being |were |was )?(billed|charged)
"""
USERS_MET = pattern(
    rf"(?<!\w){_USER_NOUN}(?!\w)[^.!?;]{{0,80}}?\b{either(_MET)}(?!\w)"
    rf"|\b(?:experienc\w*|frustrat\w*|inconvenienc\w*|unabl\w*|prevent\w*|lock\w*"
    rf"|deny\w*|denied|stir|confus\w*)\b[^.!?;]{{0,60}}?(?<!\w){_USER_NOUN}(?!\w)"
    rf"|\buser experience\b|\bexperienced (?:by|for)\b"
)
# Whoever they are: "none of our wards could", "the staff saw".
PEOPLE_SAW = pattern(
    r"\b(?P<who>\w{3,}s|staff|people|everyone|everybody|nobody|children|men|women)"
    r"(?: (?:who|that|\w+ing) [^.,]{1,60}?)?(?: \w+ly)?"
    r" (?:could|can not|were (?:unable|locked|greeted|shown"
    r"|told|left|sent|redirected|thrown|logged)"
    r"|saw|see|got|had to|waited|stood|lost|faced|met|received|missed)\b"
)
_THINGS = pattern(
    r"(?:request|quer(?:y|ie)|connection|job|message|call|packet|node|pod|thread"
    r"|process(?:e)?"
    r"|worker|container|instance|transaction|log|metric|deploy\w*|test|engine|acces|thi|wa"
    r"|ha|order|payment|device|response|answer|error|result|writer|master|replica|volume"
    r"|change|minute|hour)s"
)
OUTAGE_OF = spoken(r"(outage|failure|downtime|breakdown|crash) (of|in|at|on) (the|our) \w+")
LONG_TIME = spoken(r"""
    (?<=, )(\d+|an?|two|three|four|five|six) (hours?|minutes)(?=\W*$)
    (for|lasted|lasting|took) (a |an )?(\w+ )?(couple of )?(hours?|minutes|days?)
    (for|lasted|lasting|took) (a |an )?(\w+ )?(couple of )?(long time|while)
    (nearly|almost|over) (a |an )?(\w+ )?(couple of )?(hours?|minutes|days?)
    (nearly|almost|over) (a |an )?(\w+ )?(couple of )?(long time|while)
    (for|lasted) (the )?(all|whole|entire) (the )?(day|night|morning|afternoon|evening)
    (for|lasted) (the )?(half the|most of the) (the )?(day|night|morning)
    (for|lasted) (the )?(half the|most of the) (the )?(afternoon|evening)
""")
SLOW = spoken(
    "slow*, latenc*, lag*, sluggish*, degraded performance, performance (issue*|problem*)"
)
# The service is said to be away, and people are said to be hit by it.
AWAY_FOR_USERS = pattern(rf"{FAULT.pattern}[^.!?;]{{0,80}}?(?<!\w){_USER_NOUN}(?!\w)")


def is_somebody(word: str) -> bool:
    """Tell whether a plural is one of people, not of things."""
    if USERS.fullmatch(word):
        return True
    return not (SERVICE.fullmatch(word) or _THINGS.fullmatch(word))


# Shares

_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|twenty[- ]five"
    r"|thirty|forty|fifty|sixty|seventy|seventy[- ]five|eighty|ninety|(?:one |a )?hundred)"
)
SHARE = pattern(
    rf"\d\s?(?:%|percent\b|per cent\b|pct\b)|\b{_NUMBER}[ -](?:percent|per cent)\b"
    rf"|\b(?:\d+|{_NUMBER})\s(?:in|out of|of)\s(?:every\s)?(?:\d+|{_NUMBER})\b"
    r"|\b(?:a|one|about|nearly|roughly|almost) (?:third|quarter|fifth|tenth|half)\b"
    r"|\bhalf (?:of|the|our)\b|\b(?:two|three|four)[- ](?:thirds|quarters|fifths)\b"
)
EVERYBODY = pattern(
    rf"\b(?:all|every|each|entire|whole)\s(?:single )?(?:of\s)?(?:the\s|our\s|its\s"
    rf"|their\s)?(?:(?!that\b)[\w-]+\s){{0,2}}?(?:{_USER_NOUN})(?!\w)"
    r"|\b(?:whole|entire) (?:company|office|school|campus|organi[sz]ation|team|city"
    r"|country)\b"
    r"|\b(?:everyone|everybody|nobody|no one|no users?|none of (?:the|our))\b"
)
EVERY_REQUEST = pattern(
    r"\b(?:all|every|each|most|half)\s(?:of\s)?(?:the\s|our\s|its\s)?(?:\w+ )?"
    r"(?:requests?|traffic|calls|transactions|orders|queries|connections|attempts?)\b"
)
MANY_USERS = pattern(
    r"\b(?:most|many|majority|(?:large|significant|small|considerable|substantial|big|huge)"
    r"\s(?:number|portion|part|share|percentage|fraction|subset|chunk)|thousands|hundreds"
    rf"|dozens|a lot of|lots of|some of|anyone)\b|\b(?:several|\d[\d,.]*k?\+?)\s"
    rf"(?!errors?\b|codes?\b|internal\b)(?:[\w-]+\s){{0,2}}?{_USER_NOUN}(?!\w)"
)
