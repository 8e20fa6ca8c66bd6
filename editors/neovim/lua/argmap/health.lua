-- `:checkhealth argmap`

local M = {}

local health = vim.health or require("health") -- before 0.8
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local warn = health.warn or health.report_warn
local fail = health.error or health.report_error

local INSTALL = "pip install 'argmap[lsp]'"

function M.check()
  local argmap = require("argmap")
  start("argmap")
  if #vim.api.nvim_get_runtime_file("syntax/argmap.vim", false) == 0 then
    warn("there is no syntax file: put editors/vim of argmap into the runtime path")
  else
    ok("the syntax file is there")
  end
  local words = argmap.config.command
  if vim.fn.executable(words[1]) == 0 then
    fail(("`%s` is not installed"):format(words[1]), { INSTALL })
    return
  end
  local called = vim.list_extend(vim.deepcopy(words), { "--version" })
  local said = vim.trim(vim.fn.system(called))
  if vim.v.shell_error ~= 0 then
    fail(("`%s` fails: %s"):format(table.concat(called, " "), said), { INSTALL })
    return
  end
  ok(said)
  local clients = argmap.clients()
  if #clients == 0 then
    warn("no server is running", { "open a map", INSTALL })
  end
  for _, client in ipairs(clients) do
    ok(("server %d works in %s"):format(client.id, client.config.root_dir or "no folder"))
  end
end

return M
