" Indentation of argument maps: two columns per open brace.

if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=GetArgmapIndent(v:lnum)
setlocal indentkeys=0},!^F,o,O
let b:undo_indent = 'setlocal indentexpr< indentkeys<'

if exists('*GetArgmapIndent')
  finish
endif

" Returns a line without strings and comments, whose braces do not count.
function s:WithoutStrings(line) abort
  return substitute(substitute(a:line, '"\%([^"\\]\|\\.\)*"', '', 'g'), '#.*$', '', '')
endfunction

function GetArgmapIndent(lnum) abort
  let l:previous = prevnonblank(a:lnum - 1)
  if l:previous == 0
    return 0
  endif
  let l:indent = indent(l:previous)
  if s:WithoutStrings(getline(l:previous)) =~# '{\s*$'
    let l:indent += shiftwidth()
  endif
  if getline(a:lnum) =~# '^\s*}'
    let l:indent -= shiftwidth()
  endif
  return max([l:indent, 0])
endfunction
