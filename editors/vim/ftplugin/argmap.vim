" How argument maps are edited, in Vim and Neovim.

if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
setlocal expandtab shiftwidth=2 softtabstop=2
setlocal iskeyword+=-
setlocal formatoptions-=t formatoptions+=croql
setlocal suffixesadd=.argmap
setlocal include=^\\s*import\\s\\+\"
setlocal define=^\\s*\\%(source\\\|section\\\|claim\\\|evidence\\\|assumption\\\|counterpoint\\\|reason\\\|objection\\)\\s\\+

" Lays the map out, as `argmap fmt` does.
command! -buffer ArgmapFormat call s:Format()
" `:make` checks the file and fills the list of errors.
setlocal makeprg=argmap\ check\ --format\ concise\ %:S
setlocal errorformat=%f:%l:%c:\ %trror%m,%f:%l:%c:\ %tarning%m,%f:%l:%c:\ %tnfo%m

if !exists('*s:Format')
  function s:Format() abort
    " What is said of mistakes goes elsewhere than the text.
    let l:made = tempname()
    let l:said = system('argmap fmt - >' . shellescape(l:made), getline(1, '$') + [''])
    let l:failed = v:shell_error
    let l:lines = filereadable(l:made) ? readfile(l:made) : []
    call delete(l:made)
    if l:failed
      echoerr l:said
      return
    endif
    let l:view = winsaveview()
    let l:last = line('$')
    call setline(1, l:lines)
    if l:last > len(l:lines)
      execute 'silent ' . (len(l:lines) + 1) . ',' . l:last . 'delete _'
    endif
    call winrestview(l:view)
  endfunction
endif

let b:undo_ftplugin = 'setlocal comments< commentstring< expandtab< shiftwidth< softtabstop<'
      \ . ' iskeyword< formatoptions< suffixesadd< include< define< makeprg< errorformat<'
      \ . ' | silent! delcommand ArgmapFormat'
