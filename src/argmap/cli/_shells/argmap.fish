# fish completion for argmap, printed by `argmap completion fish`.

function __argmap_paths --argument-names kind value prefix
    # A word as it was typed may begin with ~, which quotes would keep from being a home.
    set -l word (string escape -- $value)
    test -n "$prefix"; or set word (commandline -ct)
    for row in (complete -C "__fish_command_without_completions $word")
        set -l path (string split --fields 1 \t -- $row)
        switch $kind
            case map
                string match -qr '(/|\.argmap)$' -- $path; or continue
            case dir
                string match -q '*/' -- $path; or continue
        end
        printf '%s%s\n' "$prefix" $path
    end
end

function __argmap_complete
    set -l line (commandline -cp | string collect)
    set -l program (string replace -r '^~' $HOME -- (commandline -opc)[1])
    for row in (env _ARGMAP_COMPLETE=fish COMP_LINE="$line" $program 2>/dev/null)
        set -l parts (string split \x1f -- $row)
        switch $parts[1]
            case plain
                printf '%s\t%s\n' $parts[2] $parts[3]
            case map file dir
                __argmap_paths $parts
        end
    end
end

complete -c argmap -f -k -a '(__argmap_complete)'
