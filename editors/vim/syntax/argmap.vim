" Syntax of argument maps, for Vim and Neovim. A test checks the words against grammar/argmap.lark
" and the table of attributes.

if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpo
set cpo&vim

" Ids may contain hyphens, and letters of any script. The option cannot contain the joiners U+200C
" and U+200D, which some scripts need.
syntax iskeyword @,48-57,_,-,183,192-255

syntax case match

" ---- Declarations ----
syntax keyword argmapDeclaration map source section question context nextgroup=argmapId skipwhite
syntax keyword argmapStatement claim evidence assumption nextgroup=argmapId skipwhite
syntax keyword argmapCounterpoint counterpoint concession nextgroup=argmapId skipwhite
syntax keyword argmapInference reason objection nextgroup=argmapId skipwhite
syntax keyword argmapImport import
syntax keyword argmapImport as nextgroup=argmapId skipwhite
syntax keyword argmapBoolean true false
syntax match argmapId /\%([^[:space:][:punct:][:digit:]]\|_\)\%(\k\|[\u200c\u200d]\)*/ contained

" ---- Attributes, and the keywords that are values of some of them ----
syntax match argmapAttribute /\<\%(supports\|opposes\|supported-by\|opposed-by\|undercuts\|contradicts\|outweighs\|options\|exclusive\|premises\|scheme\|critical-question\|credibility\|reliability\|held-by\|label\|strong-from\|margin\|doubt-from\|lang\|author\|year\|date\|valid-until\|publisher\|url\|doi\|text\|passages\|was\|tags\|note\)\ze\s*:/
syntax match argmapAttribute /\<\%(confidence\)\ze\s*:/ nextgroup=argmapConfidence
syntax match argmapAttribute /\<\%(expect\)\ze\s*:/ nextgroup=argmapExpectation
syntax match argmapAttribute /\<\%(fidelity\)\ze\s*:/ nextgroup=argmapFidelity
syntax match argmapAttribute /\<\%(standard\)\ze\s*:/ nextgroup=argmapStandard
syntax match argmapAttribute /\<\%(burden\)\ze\s*:/ nextgroup=argmapBurden
syntax match argmapAttribute /\<\%(thesis\)\ze\s*:/ nextgroup=argmapThesis
syntax match argmapFreeAttribute /\<x-\k*\ze\s*:/
syntax match argmapConfidence /\s*:\s*\%(almost-no-chance\|very-unlikely\|unlikely\|roughly-even\|likely\|very-likely\|almost-certain\)\>/ contained contains=argmapColon
syntax match argmapExpectation /\s*:\s*\%(accepted\|rejected\|undecided\|open\)\>/ contained contains=argmapColon
syntax match argmapFidelity /\s*:\s*\%(quotation\|paraphrase\|condensed\|interpretation\|implicit\)\>/ contained contains=argmapColon
syntax match argmapStandard /\s*:\s*\%(dialectical\|scintilla\|preponderance\|accrual\|clear-and-convincing\|beyond-reasonable-doubt\)\>/ contained contains=argmapColon
syntax match argmapBurden /\s*:\s*\%(asserted\|strict\)\>/ contained contains=argmapColon
syntax match argmapThesis /\s*:\s*\%(none\)\>/ contained contains=argmapColon

" ---- Values ----
syntax match argmapNumber /\%([[:alnum:]_.@-]\)\@1<![+-]\?\d\+\%(\.\d\+\)\?\%([[:alnum:]_-]\)\@!/
syntax match argmapDate /\%([[:alnum:]_.@-]\)\@1<!\d\{4}-\d\d\%(-\d\d\)\?\k\@!/
syntax match argmapOperator /->\|>=\|<=\|[<>]/
syntax match argmapColon /[:,]/
syntax match argmapBrace /[{}]/
" A qualified id, such as energy.map: its parts are not keywords.
syntax match argmapPath /\<[-[:digit:]]\@!\k\%(\k\|[\u200c\u200d]\)*\%(\.\%(\k\|[\u200c\u200d]\)\+\)\+/
syntax match argmapCitation /@\%(\k\|[\u200c\u200d.]\)\+\%(:\%("[^"]*"[[:alnum:]_"]\@!\|[[:alnum:]_§-]\+\)\)\?/ contains=argmapLocator
syntax match argmapLocator /:\@1<=\%("[^"]*"\|[[:alnum:]_§-]\+\)/ contained

" ---- Texts and comments ----
syntax match argmapEscape /\\\%(["\\nt]\|u{\x\{1,6}}\)/ contained
syntax match argmapBadEscape /\\\%(["\\nt]\|u{\x\{1,6}}\)\@!./ contained
syntax region argmapText start=/"/ skip=/\\./ end=/"\|$/ contains=argmapEscape,argmapBadEscape,@Spell
syntax region argmapProse start=/"""/ skip=/\\./ end=/"""/ contains=argmapEscape,argmapBadEscape,@Spell
syntax match argmapComment /#.*$/ contains=argmapPragma,argmapTodo,@Spell
syntax match argmapPragma /\%(#\s*\)\@5<=argmap:\s*ignore\%(-file\)\?\>\%(\[[^]]*\]\)\?/ contained
syntax keyword argmapTodo TODO FIXME XXX contained

" Block strings may begin many lines above.
syntax sync fromstart

highlight default link argmapDeclaration Keyword
highlight default link argmapStatement Statement
highlight default link argmapCounterpoint Exception
highlight default link argmapInference Conditional
highlight default link argmapImport Include
highlight default link argmapBoolean Boolean
highlight default link argmapId Identifier
highlight default link argmapPath Identifier
highlight default link argmapAttribute Type
highlight default link argmapFreeAttribute PreProc
highlight default link argmapConfidence Constant
highlight default link argmapExpectation Constant
highlight default link argmapFidelity Constant
highlight default link argmapStandard Constant
highlight default link argmapBurden Constant
highlight default link argmapThesis Constant
highlight default link argmapNumber Number
highlight default link argmapDate Number
highlight default link argmapOperator Operator
highlight default link argmapColon Delimiter
highlight default link argmapBrace Delimiter
highlight default link argmapCitation Tag
highlight default link argmapLocator Number
highlight default link argmapText String
highlight default link argmapProse String
highlight default link argmapEscape SpecialChar
highlight default link argmapBadEscape Error
highlight default link argmapComment Comment
highlight default link argmapPragma PreProc
highlight default link argmapTodo Todo

let b:current_syntax = 'argmap'
let &cpo = s:cpo
unlet s:cpo
