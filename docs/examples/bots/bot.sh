#!/bin/sh
# A bot without any library: it accepts, takes and concedes wherever it can, and else does the first thing that is open.
while read -r line; do
    case $line in
        *'"accept"'*) echo '{"choice": "accept"}' ;;
        *'"options": ["concede"'*) echo '{"choice": "concede"}' ;;
        *'"surplus"'*) echo '{"choice": "0.5"}' ;;
        *'"kind": "issues"'*) echo '{"choice": "wait"}' ;;
        *)
            first=${line#*'"options": ["'}
            echo "{\"choice\": \"${first%%\"*}\"}"
            ;;
    esac
done
