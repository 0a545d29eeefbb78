"""The formats that are read by code, a file for each tool.

Its files; each imports only those named before it:

    lines          notes, a pasted timeline, a log
    jsonl          JSON lines with at and text
    slack          Slack's export and API
    pagerduty      PagerDuty's log entries, incidents and webhooks
    alertmanager   alerts of Alertmanager and Grafana
    prometheus     the series ALERTS
    kubernetes     events of a cluster
    journald       what journalctl prints as JSON
    syslog         RFC 5424 and RFC 3164
    shell_history  bash, zsh and fish
    atuin          atuin's database, and what it lists
    apt            packages that came and went
    git_log        commits
    github_code    what was pushed, committed and merged on GitHub
    github         GitHub's runs, deployments, releases, issues
    statuspage     what users were told on a status page
    table_rows     lines -> rows, whatever their quotation marks
    table          CSV and TSV
    irc            logs of WeeChat and irssi
    markdown       sections, and text as a reader sees it
    postmortem     a postmortem in Markdown
"""
