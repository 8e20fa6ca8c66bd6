-- Drives Neovim as somebody at the keyboard would, and writes down what it shows.
-- `vim.g.report` names the file to write into.

local PATIENCE = 60000
local said = {}
local buffer = vim.api.nvim_get_current_buf()

local function wait(what, is_so)
  if not vim.wait(PATIENCE, is_so, 20) then
    error("never: " .. what)
  end
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n") .. "\n"
end

local function drive()
  said.filetype = vim.bo.filetype
  said.comment = vim.bo.commentstring
  said.colors = {}
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, true)) do
    local groups = {}
    for column = 1, #line do
      local name = vim.fn.synIDattr(vim.fn.synID(number, column, 1), "name")
      table.insert(groups, name)
    end
    table.insert(said.colors, groups)
  end

  local argmap = require("argmap")
  wait("a server", function()
    return #argmap.clients(buffer) == 1
  end)
  wait("a finding", function()
    return #vim.diagnostic.get(buffer) > 0
  end)
  said.root = argmap.clients(buffer)[1].config.root_dir
  said.findings = vim.tbl_map(function(finding)
    return { finding.code, finding.lnum }
  end, vim.diagnostic.get(buffer))

  vim.fn.search("claim \\zswet")
  vim.lsp.buf.rename("soaked")
  wait("the new name", function()
    return text():find("claim soaked", 1, true) ~= nil
  end)
  said.renamed = text()

  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = PATIENCE })
  else
    vim.lsp.buf.formatting_sync(nil, PATIENCE)
  end
  said.formatted = text()

  vim.cmd("ArgmapExport outline")
  wait("an outline", function()
    return vim.bo.filetype == "markdown"
  end)
  said.outline = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n")
  vim.cmd("bwipeout!")

  vim.cmd("checkhealth argmap")
  said.health = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n")
  vim.cmd("bwipeout!")

  local before = argmap.clients(buffer)[1].id
  vim.cmd("ArgmapRestart")
  wait("another server", function()
    local now = argmap.clients(buffer)[1]
    return now ~= nil and now.id ~= before
  end)
  said.restarted = true
end

local is_done, problem = xpcall(drive, debug.traceback)
if not is_done then
  said.problem = problem
end
said.messages = vim.fn.execute("messages")
vim.fn.writefile({ vim.fn.json_encode(said) }, vim.g.report)
vim.cmd("qa!")
