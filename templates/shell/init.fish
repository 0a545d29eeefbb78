# pmlog in fish. In ~/.config/fish/config.fish: pmlog shell-init fish | source
set -gx PMLOG_SHELL fish
set -gx PMLOG_SHELL_PID $fish_pid
set -gx PMLOG_SHELL_WITH '@WITH@'

#{ command
function @NAME@ --description 'pmlog @WORDS@'
    @PMLOG@ @WORDS@ $argv
end
#}
# Without words it takes a pipe's, or the terminal's, where nothing needs quotes.
#{ note
function @NAME@ --description 'pmlog @WORDS@'
    if set -q argv[1]
        @PMLOG@ @WORDS@ $argv
    else
        @PMLOG@ @WORDS@ -
    end
end
#}

# pmlog answers with lines "word<TAB>description"; ":files" and ":commands" are signs.
function __pmlog_complete
    set -l stands_for ''
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    switch "$words[1]"
#{ short
        case @NAME@
            set stands_for '@WORDS@'
#}
    end
    set -l unescaped (string unescape -- "$current"); or set unescaped "$current"
    set -l answer (@PMLOG@ __complete fish "$stands_for" $words "$unescaped" 2>/dev/null)
    if test "$answer[1]" = :commands
        complete --do-complete -- "$unescaped"
        return
    end
    if test "$answer[1]" != :files
        string join -- \n $answer
        return
    end
    set -l option (string match -r -- '^--[^=]*=' "$unescaped")
    for file in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$unescaped"))
        echo -- "$option$file"
    end
end
for name in pmlog @NAMES@
    complete --command $name --erase
    complete --command $name --no-files --keep-order --arguments '(__pmlog_complete)'
end
#{ prompt

# Whatever stood on the right stays there.
if not functions -q __pmlog_right_prompt
    if functions -q fish_right_prompt
        functions -c fish_right_prompt __pmlog_right_prompt
    else
        function __pmlog_right_prompt
        end
    end
end
function fish_right_prompt
    set -l segment (@PMLOG@ prompt --raw 2>/dev/null)
    if test -n "$segment"
        if test -n "$NO_COLOR"; or test "$TERM" = dumb
            echo -n -- "$segment "
        else
            echo -n -- (set_color yellow)"$segment"(set_color normal)' '
        end
    end
    __pmlog_right_prompt
end
#}
#{ sync

# One process keeps a log in step, for all shells that want it, and ends with the last.
if status is-interactive; and test -n "$PMLOG_SYNC"
    @PMLOG@ sync --watch --shell $fish_pid </dev/null >/dev/null 2>&1 &
    disown
end
#}
#{ key

function __pmlog_log_last
    if set -q history[1]
        echo
        @PMLOG@ event --redact "ran: $history[1]"
        commandline -f repaint
    end
end
bind @KEY@ __pmlog_log_last
#}
#{ line_key

# The line as it stands: no #, >, ~, \ or ! of it is the shell's.
function __pmlog_log_line
    set -l line (commandline | string collect)
    if test -n "$line"
        echo
        @PMLOG@ event -- "$line" </dev/null; and commandline ''
        commandline -f repaint
    end
end
bind @KEY@ __pmlog_log_line
#}
