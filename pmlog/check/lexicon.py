"""The words that tell what a sentence is about, and how a sentence is found to hold them.

A cue is a set of word beginnings ("alert*") and whole words; each word is looked up
once however often it occurs, so a long document costs one look-up a word.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class Cue(Enum):
    """Something that a sentence may speak of."""

    USERS = """user* customer* client* visitor* subscriber* student* people everyone
        anyone everybody anybody nobody player* merchant* shopper* employee* passenger*
        patient* reader* viewer* tenant* guest* buyer* audience consumer* learner*
        traveller* traveler* seller* vendor* rider* driver* fans gamers members workers
        teachers parents callers partner* tourist* pupil* resident* listener* citizen*
        readers"""
    SERVICE = """website* site* app apps application* service* server* database* db
        api apis platform* page* system* portal* login checkout payment* network* dns
        endpoint* web cluster* store* shop dashboard* gateway* backend frontend email*
        mail queue* cache infrastructure nginx apache apache2 mysql wordpress host hosts
        container* haproxy balancer* redis postgres* mongodb search stream* tool*
        software interface ssh homepage function* feature* terminal* firewall* router*
        machine* repo* blog* module* upload* wifi wi-fi internet printer* display*
        catalogue connection*"""
    FAULT = """down outage* unavailab* slow* unrespons* error* fail* degrad*
        inaccessib* interrupt* disrupt* timeout* timed crash* offline unreach* broke*
        latenc* lag* stopped downtime halt* affect* impact* denied 500 502 503 504 404
        403 401 unable cannot can't couldn't could not unusable freez* frozen hung hang*
        froze hiccup* collapse* congest* spik* nosedive stuck missing lost los* blank
        empty overload* coffee nap"""
    SYMPTOM = """slow* error* timeout* timed unable cannot can't couldn't could
        fail* unavailab* inaccessib* delay* unrespons* blank crash* latenc* lag* lost
        los* degrad* difficult* buffer* denied frozen froze freez* time-out* silence
        nothing stuck broke* intermittent* interrupt* down downtime disrupt*
        inconvenien* frustrat* experienc* encounter* saw see seeing met greeted faced
        facing 500 502 503 504 404 403 not refus* unreach* offline wait* load* missing
        empty outage* locked prevent* stir stopped halt* incomplete duplicate* wrong
        stale"""
    ALARM = """monitor* alert* alarm* pager* pagerduty datadog nagios newrelic
        grafana prometheus uptime* zabbix cloudwatch sentry probe* healthcheck*
        watchdog* automated sensor* dashboards wavefront opsgenie kibana splunk"""
    PERSON = """engineer* developer* admin* sysadmin* team* sre sres devops
        technician* manager* intern tester* qa i we he she staff operator* colleague*
        student* member* analyst* dba owner* support someone employee* me my analysts
        lead head duty specialist* person*"""
    NOTICED = """notic* discover* observ* found saw spot* realis* realiz* detect*
        identif* encounter* see aware unable seen caught complain* report* trying
        tried"""
    COMPLAINED = """report* complain* contact* ticket* tweet* call called calls
        calling email* notif* raised inform* flood* feedback told messag* roar* cries
        complaint* alerted alerting phoned wrote voiced"""
    DETECTED = """detect* alert* alarm* notic* report* complain* flag* discover*
        observ* spot* paged pager* aware notif* trigger* surfaced identified monitor*
        realis* realiz* saw encounter* called calls"""
    INVESTIGATED = """investigat* check* examin* inspect* review* analys* analyz*
        look* test* debug* verif* diagnos* trac* strace curl curled suspect* assum*
        restart* reboot* ran run running ping* troubleshoot* explor* try trying tried
        attempt* consider* focus* hypothes* scal* rolled revert* queried search* scan*
        monitored audit* probed ruled attention dug compar* reproduc* replicat* inquir*
        enquir* theor* confirm* dive* read dissect* chased interrogat* isolat* traced
        blam* accus*"""
    FIXED = """fix* resolv* restor* rollback* rolled rolling revert* restart*
        reboot* patch* hotfix* deploy* recover* correct* optimised optimized optimising
        optimizing increas* appl* replac* remov* delet* clear* kill* renew* scal* rewr*
        restructur* reconfigur* updat* chang* adjust* add* implement* repair* refactor*
        terminat* upgrad* failover failed-over stabili* configur* swap* switch* rais*
        edit* disabl* enabl* install* re-enabl* solv* tun* mitigat* reset* rerout*
        redirect* clean* free* set rotat* reissu* block* expand* extend* reduc* mov*
        roll index* rewritten rename* turn* chang* creat* purg* rebuil* reload* limit*
        put puts gave gives rolls sets resent redistribut* provision* allocat* bounc*
        reinstat* start* separat* modif* doubl* enlarg* lower*
        releas* cancel* stopped stop stopping unplug* empt* emptied revok* correction"""
    RESOLVED = """resolv* restor* recover* back normal fixed solved solution stabil*
        resolution operational ok running loading loads reachable closed again"""
    TEAM = """team* engineer* developer* department* dba dbas vendor* provider*
        support lead leads manager* senior on-call sre sres cto cio ceo admin* mr mrs ms
        specialist* expert* supervisor* director* devops architect* squad ops security
        operations management leadership headquarters isp host hosting staff personnel
        technician* colleague* mentor whisperer analyst* crew unit commander* chief*
        consultant* it-team sysadmin* dev devs"""
    CALLED = """contact* call called paged engag* involv* looped assign* consult*
        summon* joined handed reached brought forwarded passed invited enlisted
        transferred referred mobili* assembled"""
    TOLD = """notif* informed alerted asked sent told"""
    IMPROVES = """improv* enhanc* implement* add adding ensur* should must need*
        will monitor* test* review* document* train* prevent* better regular*
        strengthen* introduc* set* increas* upgrad* automat* audit* alert* establish*
        conduct* plan* schedul* adopt* avoid* reduc* create* updat* use* using restrict*
        never always recommend* patch* replac* invest* develop* expand* write keep
        make"""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Cue, re.Pattern[str]], ...]:
    return tuple((cue, _pattern(cue.value)) for cue in Cue)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile("|".join(word.replace("*", ".*") for word in words.split()))


@lru_cache(maxsize=100_000)
def cues_of_word(word: str) -> frozenset[Cue]:
    """Return what a word in small letters is a cue for."""
    return frozenset(cue for cue, pattern in _patterns() if pattern.fullmatch(word))


_WORD = re.compile(r"[a-z0-9][a-z0-9'-]{0,40}")


# In small letters the department is a pronoun.
_IT = re.compile(r"\bIT\b")


def cues_of(text: str) -> frozenset[Cue]:
    """Return what a sentence speaks of."""
    words = set(_WORD.findall(_IT.sub("it-team", text).lower()))
    return frozenset().union(*map(cues_of_word, words))


_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\"'(0-9])")


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return _SENTENCE_END.split(text)
