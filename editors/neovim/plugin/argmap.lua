-- Argument maps in Neovim. Syntax, indentation and the like are those of ../vim, which lies beside
-- this folder; it is added to the runtime path unless it is there already.

if vim.g.loaded_argmap then
  return
end
vim.g.loaded_argmap = true

local here = vim.fn.resolve(debug.getinfo(1, "S").source:sub(2))
local shared = vim.fn.fnamemodify(here, ":h:h:h") .. "/vim"
local known = vim.api.nvim_get_runtime_file("syntax/argmap.vim", false)
if #known == 0 and vim.fn.isdirectory(shared) == 1 then
  vim.opt.runtimepath:append(shared)
end
vim.cmd("augroup filetypedetect | runtime ftdetect/argmap.vim | augroup END")

vim.api.nvim_create_user_command("ArgmapRestart", function()
  require("argmap").restart()
end, { desc = "start argmap's server anew" })
