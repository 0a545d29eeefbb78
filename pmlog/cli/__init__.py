"""The full door: Typer commands that parse, call one function, print.

door      what every command has: the environment, the log, how to print
options   the options that several commands share
logging   event
incidents start, list, use, close, reopen
writeup   set, improve, task
reading   timeline, render
transfer  export, import
app       the commands put together, and their errors
"""

from pmlog.cli.app import run as run
