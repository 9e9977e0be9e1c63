# Completion of detente for fish. Each row of the answer is a word and what it is for; without one, files are offered.
function __detente_complete
    set -l line (commandline -cp | string collect)
    set -l found (env _DETENTE_COMPLETE=complete_fish _DETENTE_LINE="$line" detente 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command detente --no-files --keep-order --arguments '(__detente_complete)'
