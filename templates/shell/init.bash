# pmlog in bash. In ~/.bashrc: eval "$(pmlog shell-init bash)"
export PMLOG_SHELL=bash PMLOG_SHELL_PID=$$ PMLOG_SHELL_WITH='@WITH@'

# Functions rather than aliases: scripts can use them, too.
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

# pmlog answers with lines "word<TAB>description"; ":files", ":commands" and ":list" are
# signs.
function __pmlog_complete {
    local stands_for='' value description line i widest=0 are_listed=''
    local -a values descriptions
    values=() descriptions=() COMPREPLY=()
    case $1 in
#{ short
        @NAME@) stands_for='@WORDS@' ;;
#}
    esac
    # What is listed and not inserted can have its descriptions behind it.
    case ${COMP_TYPE-9} in 33 | 63 | 64) are_listed=yes ;; esac
    while IFS=$'\t' read -r value description; do
        if [ "$value" = :files ]; then
            __pmlog_files "$2"
            return 0
        elif [ "$value" = :commands ]; then
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -c -- "$2")
            return 0
        elif [ "$value" = :list ]; then
            if [ -z "$are_listed" ]; then return 0; fi
        else
            values+=("$value") descriptions+=("$description")
            if [ "${#value}" -gt "$widest" ]; then widest=${#value}; fi
        fi
    done < <(@PMLOG@ __complete bash "$stands_for" "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    for ((i = 0; i < ${#values[@]}; i++)); do
        line=${values[i]}
        if [ -n "$are_listed" ] && [ "${#values[@]}" -gt 1 ]; then
            printf -v line '%-*s  %s' "$widest" "$line" "${descriptions[i]}"
            line=${line:0:${COLUMNS:-80}-1}
        fi
        COMPREPLY+=("$line")
    done
}
function __pmlog_files {
    local file
    # bash 3 has no compopt.
    if ! compopt -o default 2>/dev/null; then
        while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$1")
    fi
}
complete -o nosort -F __pmlog_complete pmlog @NAMES@ 2>/dev/null ||
    complete -F __pmlog_complete pmlog @NAMES@
#{ prompt

function __pmlog_prompt {
    local status=$?
    __pmlog_segment=$(@PMLOG@ prompt --raw 2>/dev/null) || __pmlog_segment=''
    if [ -n "$__pmlog_segment" ]; then
        if [ -n "${NO_COLOR-}" ] || [ "${TERM-}" = dumb ]; then
            __pmlog_segment+=' '
        else
            # \001 and \002 enclose what takes no room on the line.
            __pmlog_segment=$'\001\e[33m\002'$__pmlog_segment$'\001\e[0m\002 '
        fi
    fi
    # A variable in the prompt is expanded once: what a title holds stays text.
    # shellcheck disable=SC2016
    case ${PS1-} in
        *__pmlog_segment*) ;;
        *) PS1='${__pmlog_segment-}'${PS1-} ;;
    esac
    return "$status"
}
case "${PROMPT_COMMAND[*]-}" in
    *__pmlog_prompt*) ;;
    *)
        # Last, since others set the prompt anew; a list since bash 5.1, a string before.
        # shellcheck disable=SC2178,SC2128
        if [ -n "${PROMPT_COMMAND[1]-}" ]; then
            PROMPT_COMMAND+=(__pmlog_prompt)
        else
            PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}__pmlog_prompt
        fi ;;
esac
#}
#{ sync

# One process keeps a log in step, for all shells that want it, and ends with the last.
if [[ $- == *i* ]] && [ -n "${PMLOG_SYNC-}" ]; then
    (@PMLOG@ sync --watch --shell "$$" </dev/null >/dev/null 2>&1 &)
fi
#}
#{ key

function __pmlog_log_last {
    local last
    last=$(HISTTIMEFORMAT='' history 1)
    last=${last#"${last%%[0-9]*}"}
    last=${last#*[ \*] }
    if [ -n "$last" ]; then @PMLOG@ event --redact "ran: $last"; fi
}
if [[ $- == *i* ]]; then bind -x '"@KEY@": __pmlog_log_last'; fi
#}
#{ line_key

# The line as it stands: no #, >, ~, \ or ! of it is the shell's.
function __pmlog_log_line {
    if [ -n "$READLINE_LINE" ]; then
        @PMLOG@ event -- "$READLINE_LINE" && READLINE_LINE='' READLINE_POINT=0
    fi
}
if [[ $- == *i* ]]; then bind -x '"@KEY@": __pmlog_log_line'; fi
#}
