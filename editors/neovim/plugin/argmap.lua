-- Argument maps in Neovim. The syntax file and the indentation are those of the folder `vim` beside
-- this one, which is added to the runtime path unless the syntax file is already installed.

if vim.g.loaded_argmap then
  return
end
vim.g.loaded_argmap = true

local script = vim.fn.resolve(debug.getinfo(1, "S").source:sub(2))
local vim_plugin = vim.fn.fnamemodify(script, ":h:h:h") .. "/vim"
local syntax_files = vim.api.nvim_get_runtime_file("syntax/argmap.vim", false)
if #syntax_files == 0 and vim.fn.isdirectory(vim_plugin) == 1 then
  vim.opt.runtimepath:append(vim_plugin)
end
vim.cmd("augroup filetypedetect | runtime ftdetect/argmap.vim | augroup END")

vim.api.nvim_create_user_command("ArgmapRestart", function()
  require("argmap").restart()
end, { desc = "restart the server of argmap" })
