# pmlog in zsh. In ~/.zshrc: eval "$(pmlog shell-init zsh)"
export PMLOG_SHELL=zsh PMLOG_SHELL_PID=$$ PMLOG_SHELL_WITH='@WITH@'

# Functions, so that scripts can use them; the aliases keep zsh from looking for files
# where a text has a question mark: pmn disk full?
#{ command
function @NAME@ {
    @PMLOG@ @WORDS@ "$@"
}
#}
# Without words it takes a pipe's, or the terminal's, where nothing needs quotes.
#{ note
function @NAME@ {
    @PMLOG@ @WORDS@ "${@:--}"
}
#}
#{ short
alias @NAME@='noglob @NAME@'
#}

# pmlog answers with lines "word<TAB>description"; ":files", ":commands" and ":list" are
# signs.
function __pmlog_ask {
    emulate -L zsh
    local stands_for=''
    case $1 in
#{ short
        (@NAME@) stands_for='@WORDS@' ;;
#}
    esac
    @PMLOG@ __complete zsh "$stands_for" "$@" 2>/dev/null
}
function __pmlog_complete {
    local line
    local -a answer described
    answer=("${(@f)$(__pmlog_ask "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}")}")
    if [[ $answer[1] == :files ]]; then
        compset -P '--*='
        _files
        return
    elif [[ $answer[1] == :commands ]]; then
        _command_names -e
        return
    fi
    for line in "${answer[@]:#:list}"; do
        # _describe takes a colon for the end of the word, a backslash for a quote.
        line=${line//\\/\\\\}
        if [[ -n $line ]]; then described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}"); fi
    done
    # -U: what fits was chosen by pmlog. -V: and put in order.
    _describe -V pmlog described -U
    if [[ $answer[1] == :list ]]; then compstate[insert]='' compstate[list]=list; fi
}
# Where the completion system is not in use, zsh's older one does it.
function __pmlog_complete_plainly {
    emulate -L zsh
    local -a words
    local position
    read -cA words
    read -cn position
    if [[ $words[1] == noglob ]]; then shift words; (( position -= 1 )); fi
    reply=("${(@f)$(__pmlog_ask "${(@Q)words[1,position-1]}" "$1")}")
    if [[ $reply[1] == :* ]]; then reply=(); fi
    reply=("${(@)reply%%$'\t'*}")
}
function __pmlog_register {
    emulate -L zsh
    precmd_functions=(${precmd_functions:#__pmlog_register})
    # A fresh ~/.zshrc has not loaded the completion system.
    if (( ! ${+functions[compdef]} )) && autoload -Uz +X compinit 2>/dev/null; then
        compinit -i
    fi
    if (( ${+functions[compdef]} )); then
        compdef __pmlog_complete pmlog @NAMES@
    else
        compctl -K __pmlog_complete_plainly + -f pmlog @NAMES@
        local -a behind_noglob=(w\[1,${^=:-@NAMES@}\])
        compctl -l '' -x "${(j:,:)behind_noglob}" -K __pmlog_complete_plainly -- noglob
    fi
}
#{ prompt
function __pmlog_prompt {
    local before=$?
    emulate -L zsh
    # %9v is inserted as it is: what a title holds stays text.
    psvar[9]="$(@PMLOG@ prompt --raw 2>/dev/null)"
    if [[ $PROMPT != *%9v* ]]; then
        if [[ -n ${NO_COLOR-} ]]; then
            PROMPT="%(9V.%9v .)$PROMPT"
        else
            PROMPT="%(9V.%F{yellow}%9v%f .)$PROMPT"
        fi
    fi
    return $before
}
#}
function __pmlog_hook {
    emulate -L zsh
    typeset -ga precmd_functions
    local each
    for each in "$@"; do
        precmd_functions=(${precmd_functions:#$each} $each)
    done
}
# At the first prompt: what comes later in ~/.zshrc may load the completion system.
__pmlog_hook __pmlog_register
#{ prompt
__pmlog_hook __pmlog_prompt
#}
#{ sync

# One process keeps a log in step, for all shells that want it, and ends with the last.
if [[ -o interactive && -n ${PMLOG_SYNC-} ]]; then
    (@PMLOG@ sync --watch --shell "$$" </dev/null >/dev/null 2>&1 &)
fi
#}
#{ key

function __pmlog_log_last {
    emulate -L zsh
    local last
    last=$(fc -ln -1 2>/dev/null)
    zle -I
    if [[ -n $last ]]; then @PMLOG@ event --redact "ran: $last"; fi
}
if [[ -o zle ]]; then
    zle -N __pmlog_log_last
    bindkey '@KEY@' __pmlog_log_last
fi
#}
#{ line_key

# The line as it stands: no #, >, ~, \ or ! of it is the shell's.
function __pmlog_log_line {
    emulate -L zsh
    if [[ -n $BUFFER ]]; then
        zle -I
        @PMLOG@ event -- "$BUFFER" </dev/null && BUFFER=''
    fi
}
if [[ -o zle ]]; then
    zle -N __pmlog_log_line
    bindkey '@KEY@' __pmlog_log_line
fi
#}
