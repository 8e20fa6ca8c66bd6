-- Uses Neovim as an author does, and records what it shows. `vim.g.report` is the file to write.

local TIMEOUT_MS = 60000
local report = {}
local buffer = vim.api.nvim_get_current_buf()

local function wait(event, condition)
  if not vim.wait(TIMEOUT_MS, condition, 20) then
    error("timed out waiting for " .. event)
  end
end

local function lines(number)
  return vim.api.nvim_buf_get_lines(number, 0, -1, true)
end

local function text()
  return table.concat(lines(buffer), "\n") .. "\n"
end

local function drive()
  report.filetype = vim.bo.filetype
  report.comment = vim.bo.commentstring
  report.highlights = {}
  for number, line in ipairs(lines(buffer)) do
    local groups = {}
    for column = 1, #line do
      local name = vim.fn.synIDattr(vim.fn.synID(number, column, 1), "name")
      table.insert(groups, name)
    end
    table.insert(report.highlights, groups)
  end

  local argmap = require("argmap")
  wait("a server", function()
    return #argmap.clients(buffer) == 1
  end)
  wait("a diagnostic", function()
    return #vim.diagnostic.get(buffer) > 0
  end)
  report.root = argmap.clients(buffer)[1].config.root_dir
  report.diagnostics = vim.tbl_map(function(diagnostic)
    return { diagnostic.code, diagnostic.lnum }
  end, vim.diagnostic.get(buffer))

  vim.fn.search("claim \\zswet")
  vim.lsp.buf.rename("soaked")
  wait("the new name", function()
    return text():find("claim soaked", 1, true) ~= nil
  end)
  report.renamed = text()

  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = TIMEOUT_MS })
  else
    vim.lsp.buf.formatting_sync(nil, TIMEOUT_MS)
  end
  report.formatted = text()

  vim.cmd("ArgmapExport outline")
  wait("an outline", function()
    return vim.bo.filetype == "markdown"
  end)
  report.outline = table.concat(lines(0), "\n")
  vim.cmd("bwipeout!")

  vim.cmd("checkhealth argmap")
  report.health = table.concat(lines(0), "\n")
  vim.cmd("bwipeout!")

  local before = argmap.clients(buffer)[1].id
  vim.cmd("ArgmapRestart")
  wait("another server", function()
    local client = argmap.clients(buffer)[1]
    return client ~= nil and client.id ~= before
  end)
  report.restarted = true
end

local succeeded, message = xpcall(drive, debug.traceback)
if not succeeded then
  report.error = message
end
report.messages = vim.fn.execute("messages")
vim.fn.writefile({ vim.fn.json_encode(report) }, vim.g.report)
vim.cmd("qa!")
