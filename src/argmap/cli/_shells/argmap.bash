# bash completion for argmap, printed by `argmap completion bash`.

_argmap_completion() {
    local kind value extra line
    COMPREPLY=()
    while IFS=$'\x1f' read -r kind value extra; do
        case $kind in
            plain)
                # bash quotes file names only; inside of quotes nothing needs it
                if [[ $value == *[[:space:]\'\"\\\$\`\&\;\(\)\<\>\|\*\?\[\~]* &&
                    ${COMP_WORDS[COMP_CWORD]} != [\'\"]* ]]; then
                    printf -v value %q "$value"
                fi
                COMPREPLY+=("$value")
                [[ $value != *= ]] || compopt -o nospace 2>/dev/null
                ;;
            map | file | dir)
                compopt -o filenames 2>/dev/null
                while IFS= read -r line; do
                    COMPREPLY+=("$extra$line")
                done < <(
                    compgen -d -- "$value"
                    case $kind in
                        map) compgen -f -X '!*.argmap' -- "$value" ;;
                        file) compgen -f -- "$value" ;;
                    esac
                )
                ;;
        esac
    done < <(
        _ARGMAP_COMPLETE=bash COMP_LINE=${COMP_LINE:0:COMP_POINT} \
            COMP_WORDBREAKS=$COMP_WORDBREAKS "${1/#\~/$HOME}" 2>/dev/null
    )
}

complete -F _argmap_completion argmap
