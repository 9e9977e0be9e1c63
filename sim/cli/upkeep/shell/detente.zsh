#compdef detente
# Completion of detente for zsh. Words go over one a row, and each row of the answer is a word and what it is for.
_detente() {
    local -a ended open
    local line word about
    for line in "${(@f)$(_DETENTE_COMPLETE=complete_zsh _DETENTE_LINE="${(pj:\n:)words[1,CURRENT]}" detente 2>/dev/null)}"; do
        [[ -n $line ]] || continue
        word=${line%%$'\t'*} about=${line#*$'\t'}
        word=${${word//\\/\\\\}//:/\\:}${about:+:$about}
        # What is not at its end yet is followed by no blank.
        if [[ ${line%%$'\t'*} == *[=:/] ]]; then open+=("$word"); else ended+=("$word"); fi
    done
    if (( $#ended + $#open )); then
        _describe -V detente ended
        _describe -V detente open -S ''
    else
        _files
    fi
}

if [[ ${funcstack[1]} == _detente ]]; then
    _detente "$@"
else
    compdef _detente detente
fi
