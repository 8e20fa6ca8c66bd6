autocmd BufNewFile,BufRead *.argmap setfiletype argmap
