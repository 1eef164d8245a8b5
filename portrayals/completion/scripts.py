"""The scripts that `portrayals completion` prints: each asks the program at every press of Tab.

What is asked: for bash `portrayals completion bash -- LINE TEXT TYPE`, the line up to the cursor,
the text that the candidates replace, and whether they are only listed; for the others the words and
the one being typed. What is answered is in `answers.py`.
"""

from __future__ import annotations

from typing import Final, Literal

Shell = Literal["bash", "zsh", "fish"]

_BASH: Final = r"""# Completes `portrayals` in bash 4 and later.
_portrayals() {
    local program=${1/#\~\//$HOME/} answer
    COMPREPLY=()
    while IFS= read -r answer; do
        if [[ $answer == files ]]; then
            compopt -o default +o nospace 2>/dev/null
        else
            COMPREPLY+=("$answer")
        fi
    done < <("$program" completion bash -- \
        "${COMP_LINE:0:COMP_POINT}" "$2" "$COMP_TYPE" 2>/dev/null)
}
complete -o nospace -F _portrayals portrayals
"""

_ZSH: Final = r"""#compdef portrayals
# Completes `portrayals` in zsh.
_portrayals() {
    local -a answers parts whole open
    local program=${${(Q)words[1]}/#\~\//$HOME/} answer ret=1
    answers=("${(@f)$("$program" completion zsh -- \
        "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    for answer in $answers; do
        parts=("${(@ps:\t:)answer}")
        case $parts[1] in
            whole) whole+=("${parts[2]//:/\\:}${parts[3]:+:$parts[3]}") ;;
            open) open+=("${parts[2]//:/\\:}${parts[3]:+:$parts[3]}") ;;
            files) _files && ret=0 ;;
            list) compstate[insert]= compstate[list]='list force' ;;
        esac
    done
    _describe -V -t portrayals portrayals whole -U -- open -U -S '' && ret=0
    return ret
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _portrayals "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _portrayals portrayals
fi
"""

_FISH: Final = r"""# Completes `portrayals` in fish.
function __portrayals_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    for answer in ($program completion fish -- $words[2..-1] "$typed" 2>/dev/null)
        set -l parts (string split \t -- $answer)
        switch $parts[1]
            case files
                __fish_complete_path "$typed"
            case whole open
                printf '%s\t%s\n' $parts[2] "$parts[3]"
        end
    end
end
complete -c portrayals -f -a '(__portrayals_complete)'
"""

SCRIPTS: Final[dict[Shell, str]] = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
