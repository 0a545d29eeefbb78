#!/bin/sh
# Half of what is known of an outage is in the chat, the cluster and the alerts: collect it.
set -eu
: "${PMLOG_DB:?set PMLOG_DB to a throw-away file, such as /tmp/example.db}"
export PMLOG_AUTHOR="bo"
cd "$(dirname "$0")/records"

# During the outage little is typed.
pmlog start "Checkout refuses orders" --tz Europe/Berlin --severity SEV-1 --service checkout \
  --at "2026-11-14 14:03 Europe/Berlin"
pmlog event -k began --at "2026-11-14 14:03" "Orders fail for want of a database connection."
pmlog event -k misleading --at "2026-11-14 14:08" --for 15m "Suspected the payment provider."
pmlog event -k investigated --at "2026-11-14 14:24" \
  "Looked at the connection pooler, suspecting the release of 14:02."
pmlog event -k escalated --at "2026-11-14 14:26" --to "the release team" \
  "Only they may roll checkout back."
pmlog event -k resolved --at "2026-11-14 14:43" "Checkout is back on v2.4.0."

# The morning after: what the tools recorded, three of them in one batch.
pmlog collect -y alerts.json cluster-events.json slack

pmlog set impact "Customers saw an error page after they had confirmed their order."
pmlog set users-affected "17%"
pmlog set root-cause "A release opened three connections for each request and exhausted the connection pooler."
pmlog set cause-detail "Version 2.4.1 of checkout moved two queries out of a shared transaction. Each of them took a connection of its own, so that a request needed three instead of one. The connection pooler in front of the database accepts a fixed number of clients, and had been sized for one connection a request. It was full within two minutes of the release, and refused whoever came later. Requests that had got their connections went on as before, which is why most of the orders still came through and nobody thought of the database at first.

The release had passed its tests: they run with a single worker, which never holds more than a handful of connections."
pmlog set fix-detail "The release was rolled back at 14:41, and the pooler emptied within two minutes. Nothing had to be done to the database itself, and no order was lost: those that had failed were never charged. Version 2.4.2 shares one transaction again, and a test with twenty workers holds it to that."
pmlog improve "The number of clients of the pooler should raise an alert before the last place is taken."
pmlog improve "A release should be compared with the one before it under load, not only in tests."
pmlog task add "Alert at 80 % of the places of the connection pooler" --type detect
pmlog task add "Run the load test of checkout before each release" --type prevent
pmlog close
