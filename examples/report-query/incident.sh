#!/bin/sh
# A query outgrows its table on 15 October 2023, as its responders would have logged it.
# The source gives three times: 08:00, 08:03 and 16:30. Those with a ~ only keep its order.
set -eu
: "${PMLOG_DB:?set PMLOG_DB to a throw-away file, such as /tmp/example.db}"
export PMLOG_AUTHOR="on-call engineer"

# Somebody opens the incident.
pmlog start "Web application slowed down by a database query" --tz "GMT +2" --at "2023-10-15 08:00"

# During the outage.
pmlog event began: the web application slows down --at "2023-10-15 08:00 GMT +2"
pmlog event -k detected --at "October 15, 2023, 8:03 AM (GMT +2)" --how "automated reporting system" \
  "Critical management reports are not generated. A process of the application server uses an abnormal amount of resources."
pmlog event -k acknowledged --at "~2023-10-15 08:10" "The IT manager takes the alert and starts to investigate."
pmlog event -k investigated --at "~2023-10-15 08:20" \
  "Quick diagnostics with curl. Assumption: more user traffic, or an overloaded server."
pmlog event -k misleading --at "~2023-10-15 09:00" --until "~2023-10-15 11:00" \
  "Examined server load and network traffic. No anomaly of weight."
pmlog event -k misleading --at "~2023-10-15 11:00" --until "~2023-10-15 12:30" \
  "Suspected code or configuration, and traced the server's system calls with strace. The cause does not show."
pmlog event "escalated: a software bug is suspected; they read the code and check the server configuration with puppet apply" \
  --to "the development team" --at "~2023-10-15 12:30"
pmlog event -k investigated --at "~2023-10-15 15:00" \
  "Code analysis finds an inefficient database query that overloads the database server."
pmlog event -k resolved --at "2023-10-15 16:30" \
  "The query is restructured and an index applied; performance is back."

# The morning after.
pmlog set services "the primary web application, including all reports"
pmlog set impact "A major slowdown: pages were slow, and critical services, every report among them, came late."
pmlog set users-affected "approximately 90%"
pmlog set root-cause "A database query that was not optimised for the grown dataset overloaded the database server."
pmlog set cause-detail "One query in the application code had performed well for as long as its dataset was small. Sales and customer reviews increased, the dataset grew with them, and the query did not cope: it had never been optimised for that size. It put an excessive load on the database server, which became the bottleneck of the whole application."
pmlog set fix-detail "The development team restructured the query for the larger dataset and applied an index, so that the data it needs is found sooner. Database query performance improved significantly, and the application with it."
pmlog improve "Queries should be reviewed and optimised regularly, above all where the dataset grows."
pmlog improve "Monitoring should warn earlier and more specifically, down to the resources of single processes."
pmlog improve "Load tests should simulate high traffic before users do."
pmlog improve "Good practice for code and queries should be written down for everybody."
pmlog task add "Review the application's database queries on a fixed schedule and optimise the slow ones" --type prevent
pmlog task add "Tune the alerts so that unusual resource use of a process is reported" --type detect
pmlog task add "Schedule regular load tests and record the bottlenecks they show" --type prevent
pmlog task add "Share the lessons on performance with development and operations" --type prevent
pmlog task add "Run puppet apply as a regular check of the server configuration" --type prevent
pmlog close
