#compdef argmap
# zsh completion for argmap, printed by `argmap completion zsh`.

_argmap() {
    local -a rows parts described files
    local row value
    rows=("${(@f)$(
        _ARGMAP_COMPLETE=zsh COMP_LINE="${(j: :)words[1,CURRENT-1]} $PREFIX" \
            ${~${(Q)words[1]}} 2>/dev/null
    )}")
    for row in "${rows[@]}"; do
        parts=("${(@ps:\x1f:)row}")
        case $parts[1] in
            plain)
                value=${parts[2]//\\/\\\\}
                described+=("${value//:/\\:}:$parts[3]")
                ;;
            map) files=(-g '*.argmap') ;;
            file) files=('') ;;
            dir) files=(-/) ;;
        esac
    done
    (($#described)) && _describe -V argmap described
    if (($#files)); then
        [[ -z $parts[3] ]] || compset -P '*='
        _files ${files:#}
    fi
}

if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _argmap "$@"
else
    compdef _argmap argmap
fi
