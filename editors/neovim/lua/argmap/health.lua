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
    warn("the syntax file is missing: add the folder editors/vim of argmap to the runtime path")
  else
    ok("the syntax file is installed")
  end
  local command = argmap.config.command
  if vim.fn.executable(command[1]) == 0 then
    fail(("`%s` is not installed"):format(command[1]), { INSTALL })
    return
  end
  local version_command = vim.list_extend(vim.deepcopy(command), { "--version" })
  local output = vim.trim(vim.fn.system(version_command))
  if vim.v.shell_error ~= 0 then
    fail(("`%s` fails: %s"):format(table.concat(version_command, " "), output), { INSTALL })
    return
  end
  ok(output)
  local clients = argmap.clients()
  if #clients == 0 then
    warn("no server is running", { "open a map", INSTALL })
  end
  for _, client in ipairs(clients) do
    ok(("server %d runs in %s"):format(client.id, client.config.root_dir or "no folder"))
  end
end

return M
