# Completion of detente for bash. COMP_WORDS goes over a word a row, and each row of the answer is a word.
_detente_completion() {
    local IFS=$'\n' word
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(
        export _DETENTE_COMPLETE=complete_bash _DETENTE_LINE="${COMP_WORDS[*]}" _DETENTE_AT=$COMP_CWORD _DETENTE_WORD=$2
        detente 2>/dev/null
    )
    # What is not at its end yet is followed by no blank.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

# bash before 4.4 sorts; without an answer, files are offered.
complete -o default -o nosort -F _detente_completion detente 2>/dev/null ||
    complete -o default -F _detente_completion detente
