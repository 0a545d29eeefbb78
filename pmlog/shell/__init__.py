"""pmlog in the responder's shell: short commands, TAB, the prompt.

The scripts themselves are files of each shell's own language in templates/shell. What
they ask for at every TAB and every prompt is answered by answers, which imports no more
than it needs. Its files; each imports only those named before it:

    shorts      the short commands: what each stands for, what it is called
    script      a shell's script, filled in
    table       the commands and their options, as stored beside the scripts
    bash_line   a line of bash -> its words
    cursor      the words before the cursor -> what may stand there
    used        the names and events that a log already holds
    values      what an option or an argument can be
    completion  what TAB offers
    prompt      what the prompt shows
    unexpanded  text that no shell expands in a prompt
    answers     the words of these commands -> their answers, or declined
"""

from pmlog.shell.answers import run as run
