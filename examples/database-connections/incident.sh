#!/bin/sh
# A database runs out of connections on 5 August 2023, as its responders would have logged it.
set -eu
: "${PMLOG_DB:?set PMLOG_DB to a throw-away file, such as /tmp/example.db}"
export PMLOG_AUTHOR="on-call engineer"

# Somebody opens the incident.
pmlog start "Database connection pool exhausted" --tz UTC --at "August 5, 2023, 02:00 AM (UTC)"

# During the outage.
pmlog event -k began --at "2023-08-05 02:00" "Queries slow down and connections start to fail."
pmlog event -k detected --at "2023-08-05 02:00" --how "monitoring alert" \
  "Monitoring flags rising latency on database queries."
pmlog event -k acknowledged --at "2023-08-05 02:15" \
  "The on-call engineer takes the incident; users report a slow application."
pmlog event -k misleading --at "2023-08-05 02:30" --until "2023-08-05 02:45" \
  "Suspected the network. The networking team finds nothing abnormal."
pmlog event -k investigated --at "2023-08-05 02:45" "Attention turns to the database systems."
pmlog event -k misleading --at "2023-08-05 03:00" --for 30m \
  "Assumed that the recent deployment sends too many queries. Tuning them at 03:15 changes little."
pmlog event -k escalated --to "the database team" --at "2023-08-05 03:30" \
  "The problem persists, and query locks are suspected."
pmlog event -k misleading --at "2023-08-05 03:30" --until "2023-08-05 04:00" \
  "Analysed query locks in depth. The theory is disproved."
pmlog event -k escalated --to "a senior database engineer" --at "2023-08-05 04:15" \
  "A sudden spike of incoming connections comes to light."
pmlog event -k resolved --at "2023-08-05 04:30" \
  "The exhausted connection pool is identified as the cause and a temporary fix is applied."

# The morning after.
pmlog set services "the database, and every application page that needs it"
pmlog set impact "Connections failed intermittently and responses were slow."
pmlog set users-affected "approximately 30%"
pmlog set root-cause "A sudden spike of incoming database connections exhausted the connection pool."
pmlog set cause-detail "The application talks to the database through a pool with a fixed number of connections. During the night far more connections came in than the pool had been sized for. Once all of them were taken, new requests had to wait for a free one: some waited long, others ran into a timeout and failed.

From outside this looked like a slow network or like slow queries, which is where the search began. Neither the network, nor the deployment, nor query locks had anything to do with it."
pmlog set fix-detail "The first remedy, applied at 04:30, was temporary. It was made permanent in three steps: the limits of the connection pool were raised, the timeouts were tuned so that a waiting request gives its place back sooner, and connections are now watched more strictly than before."
pmlog improve "Connections should be tracked in real time, so that an unusual spike raises an alert before users notice it."
pmlog improve "The capacity of the pool should be known from stress tests, not from outages."
pmlog improve "Database resources should grow with traffic instead of waiting for a person."
pmlog improve "Application code should use fewer connections and fewer, cheaper queries."
pmlog task add "Scale the connection pool automatically with demand" --type prevent
pmlog task add "Set thresholds and alerts for connection pool usage" --type detect
pmlog task add "Review the application code and remove needless database calls" --type prevent
pmlog task add "Run load tests regularly to find the capacity of the pool" --type prevent
pmlog task add "Describe in the incident guide how to recognise and treat an exhausted pool" --type mitigate
pmlog close
