#!/bin/sh
# The same 15 October 2023, in the tone in which it was told a second time.
# The source gives three times: 08:00, 08:05 and 16:30. Those with a ~ only keep its order.
set -eu
: "${PMLOG_DB:?set PMLOG_DB to a throw-away file, such as /tmp/example.db}"
export PMLOG_AUTHOR="on-call engineer"

# Somebody opens the incident.
pmlog start "The day the database wanted to be the boss" --tz "GMT +2" --at "2023-10-15 08:00"

# During the outage.
pmlog event -k began --at "2023-10-15 08:00 GMT +2" "Curtain up: the web application takes a very long coffee break."
pmlog event -k detected --at "2023-10-15 8:05 AM" --how "automated monitoring alert" \
  "The outage makes its entrance, announced by a process with an enormous appetite."
pmlog event -k investigated --at "~2023-10-15 08:20" \
  "IT support rides out, armed with curl. The web stays tangled."
pmlog event -k misleading --at "~2023-10-15 09:00" --until "~2023-10-15 11:00" \
  "Raided server load and network traffic, expecting a party. Everybody there is on their best behaviour."
pmlog event -k misleading --at "~2023-10-15 11:00" --until "~2023-10-15 12:30" \
  "Watched the system calls through strace: a mime with the sound off, fascinating and uninformative."
pmlog event -k escalated --to "the developers" --at "~2023-10-15 12:30" \
  "The jokes run out, a software bug is suspected, and the configuration gets its make-up checked with puppet apply."
pmlog event -k investigated --at "~2023-10-15 15:00" \
  "The joker is unmasked: an inefficient query that stole the spotlight."
pmlog event -k resolved --at "2023-10-15 16:30" \
  "The query is rewritten and gets an index. Standing ovation."

# The morning after.
pmlog set services "the primary web application"
pmlog set impact "Pages that took their time, under a hot and cloudless sky, and hearts beating like thunder in the server room."
pmlog set users-affected "approximately 90%"
pmlog set root-cause "The database was daydreaming: one query had grown inefficient as its dataset expanded."
pmlog set cause-detail "Once upon a time there was a query that got its laughs from a small audience. Then the dataset grew, and the same old routine fell flat. Think of a loudspeaker to which every phone in the room connects at once: each wants to play its own song, and the poor thing cannot decide whose turn it is. The database did what the loudspeaker does, and the application waited in silence."
pmlog set fix-detail "The developers restructured the query and gave it an index. What had been a floppy disk of a comedy now performs like a solid-state drive on opening night."
pmlog improve "Queries need regular exercise, and somebody who reviews their form."
pmlog improve "Monitoring should notice a shaken database as surely as a certain agent notices a stirred drink."
pmlog improve "Servers, like actors, should rehearse under load before the première."
pmlog task add "Review the database queries and rewrite the ones that tell bad jokes" --type prevent
pmlog task add "Set automated alerts that leave no room for error" --type detect
pmlog task add "Put load tests on the calendar, before each release" --type prevent
pmlog close
