-- The client of `argmap lsp`. It starts by itself with the first map that is opened;
-- `require("argmap").setup({ … })` in init.lua says how. Neovim 0.7 and later.

local M = {}

M.config = {
  -- The program, and words to give it, such as { "python3", "-m", "argmap" }.
  command = { "argmap" },
  -- What the server is told: hints, strengths, lenses, delay.
  settings = {},
  -- Called with the client and the buffer once the server is there.
  on_attach = nil,
  capabilities = nil,
}

-- What marks the folder that a map belongs to.
local MARKS = { "argmap.toml", "pyproject.toml", ".git" }
local FORMATS = { "outline", "json", "argmap" }

function M.setup(options)
  M.config = vim.tbl_extend("force", M.config, options or {})
end

-- The words that start the server.
function M.command()
  local words = vim.deepcopy(M.config.command)
  table.insert(words, "lsp")
  return words
end

-- The project that a file is in: the nearest folder with a mark, or the file's own.
function M.root(path)
  local own = path == "" and vim.fn.getcwd() or vim.fn.fnamemodify(path, ":p:h")
  local folder = own
  while true do
    for _, mark in ipairs(MARKS) do
      if vim.loop.fs_stat(folder .. "/" .. mark) then
        return folder
      end
    end
    local above = vim.fn.fnamemodify(folder, ":h")
    if above == folder then
      return own
    end
    folder = above
  end
end

local function attached(client, buffer)
  if vim.fn.has("nvim-0.8") == 0 then
    vim.bo[buffer].omnifunc = "v:lua.vim.lsp.omnifunc"
  end
  vim.api.nvim_buf_create_user_command(buffer, "ArgmapExport", function(given)
    M.export(given.args, buffer)
  end, {
    nargs = 1,
    desc = "open the map in another format",
    complete = function()
      return FORMATS
    end,
  })
  vim.api.nvim_buf_create_user_command(buffer, "ArgmapPicture", function(given)
    M.picture(given.args, buffer)
  end, { nargs = "?", complete = "file", desc = "draw the map" })
  if M.config.on_attach then
    M.config.on_attach(client, buffer)
  end
end

local function options(root)
  return {
    name = "argmap",
    cmd = M.command(),
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
    init_options = M.config.settings,
    settings = { argmap = M.config.settings },
    capabilities = M.config.capabilities,
    on_attach = attached,
  }
end

-- Clients by their roots, where Neovim does not keep them itself (0.7).
local started = {}

-- Start the server for a buffer, or take the one that its project has already.
function M.start(buffer)
  local program = M.config.command[1]
  if vim.fn.executable(program) == 0 then
    local said = "argmap: `%s` is not installed: pip install 'argmap[lsp]'"
    vim.notify_once(said:format(program), vim.log.levels.WARN)
    return nil
  end
  local root = M.root(vim.api.nvim_buf_get_name(buffer))
  if vim.lsp.start then
    return vim.lsp.start(options(root), { bufnr = buffer })
  end
  local id = started[root]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(options(root))
    started[root] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
  return id
end

-- The clients of a buffer, or all.
function M.clients(buffer)
  if vim.lsp.get_clients then
    return vim.lsp.get_clients({ name = "argmap", bufnr = buffer })
  end
  return vim.tbl_filter(function(client)
    return client.name == "argmap" and (not buffer or vim.lsp.buf_is_attached(buffer, client.id))
  end, vim.lsp.get_active_clients())
end

-- Stop all servers, and start anew what open maps need.
function M.restart()
  local ids = vim.tbl_map(function(client)
    return client.id
  end, M.clients())
  vim.lsp.stop_client(ids)
  started = {}
  vim.wait(5000, function()
    return #M.clients() == 0
  end, 20)
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == "argmap" then
      M.start(buffer)
    end
  end
end

-- Ask the server for one of its commands; `take` is called with what it answers.
local function ask(buffer, command, given, take)
  local client = M.clients(buffer)[1]
  if not client then
    vim.notify("argmap: the server is not running", vim.log.levels.ERROR)
    return
  end
  local uri = vim.uri_from_bufnr(buffer)
  local params = { command = command, arguments = vim.list_extend({ uri }, given) }
  local handler = function(problem, answer)
    if problem then
      vim.notify("argmap: " .. problem.message, vim.log.levels.ERROR)
    else
      take(answer)
    end
  end
  if vim.fn.has("nvim-0.11") == 1 then
    client:request("workspace/executeCommand", params, handler, buffer)
  else
    client.request("workspace/executeCommand", params, handler, buffer)
  end
end

-- Open the map in another format, in a window of its own.
function M.export(format, buffer)
  ask(buffer, "argmap.export", { format }, function(text)
    vim.cmd("new")
    vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.split(text, "\n"))
    vim.bo.buftype = "nofile"
    vim.bo.filetype = format == "outline" and "markdown" or format
  end)
end

-- Draw the map into a file; without a name, into one that is shown by the system's viewer.
function M.picture(path, buffer)
  local to = path ~= "" and vim.fn.fnamemodify(path, ":p") or vim.fn.tempname() .. ".svg"
  ask(buffer, "argmap.picture", {}, function(svg)
    vim.fn.writefile(vim.split(svg, "\n"), to, "b")
    if path == "" and vim.ui.open then
      vim.ui.open(to)
    else
      vim.notify("argmap: drawn into " .. to)
    end
  end)
end

return M
