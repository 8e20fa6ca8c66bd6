" Indentation of argument maps: two columns a brace.

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

" A line without its texts and its comment, so that braces in them do not count.
function s:Bare(line) abort
  return substitute(substitute(a:line, '"\%([^"\\]\|\\.\)*"', '', 'g'), '#.*$', '', '')
endfunction

function GetArgmapIndent(lnum) abort
  let l:before = prevnonblank(a:lnum - 1)
  if l:before == 0
    return 0
  endif
  let l:indent = indent(l:before)
  if s:Bare(getline(l:before)) =~# '{\s*$'
    let l:indent += shiftwidth()
  endif
  if getline(a:lnum) =~# '^\s*}'
    let l:indent -= shiftwidth()
  endif
  return max([l:indent, 0])
endfunction
