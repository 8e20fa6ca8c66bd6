" Settings for argument maps, in Vim and Neovim.

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
setlocal define=^\\s*\\%(source\\\|section\\\|question\\\|claim\\\|evidence\\\|assumption\\\|counterpoint\\\|concession\\\|context\\\|reason\\\|objection\\)\\s\\+

" Formats the map like `argmap fmt`.
command! -buffer ArgmapFormat call s:Format()
" `:make` checks the file and fills the quickfix list.
setlocal makeprg=argmap\ check\ --format\ concise\ %:S
setlocal errorformat=%f:%l:%c:\ %trror%m,%f:%l:%c:\ %tarning%m,%f:%l:%c:\ %tnfo%m

if !exists('*s:Format')
  function s:Format() abort
    " Errors must not be mixed with the formatted text.
    let l:output = tempname()
    let l:errors = system('argmap fmt - >' . shellescape(l:output), getline(1, '$') + [''])
    let l:failed = v:shell_error
    let l:lines = filereadable(l:output) ? readfile(l:output) : []
    call delete(l:output)
    if l:failed
      echoerr l:errors
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
