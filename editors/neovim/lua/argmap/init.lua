-- The client of `argmap lsp`, for Neovim 0.7 and later. It starts when the first map is opened;
-- `require("argmap").setup({ … })` in init.lua configures it.

local M = {}

M.config = {
  -- The program and its arguments, such as { "python3", "-m", "argmap" }.
  command = { "argmap" },
  -- Settings of the server: hints, strengths, lenses, delay.
  settings = {},
  -- Called with the client and the buffer when the server is attached.
  on_attach = nil,
  capabilities = nil,
}

-- Files in the root folder of a project.
local ROOT_MARKERS = { "argmap.toml", "pyproject.toml", ".git" }
local FORMATS = { "outline", "json", "argmap" }

function M.setup(options)
  M.config = vim.tbl_extend("force", M.config, options or {})
end

-- Return the command line that starts the server.
function M.command()
  local command = vim.deepcopy(M.config.command)
  table.insert(command, "lsp")
  return command
end

-- Return the project of a file: the nearest folder with a root marker, or else its own folder.
function M.root(path)
  local file_folder = path == "" and vim.fn.getcwd() or vim.fn.fnamemodify(path, ":p:h")
  local folder = file_folder
  while true do
    for _, marker in ipairs(ROOT_MARKERS) do
      if vim.loop.fs_stat(folder .. "/" .. marker) then
        return folder
      end
    end
    local parent = vim.fn.fnamemodify(folder, ":h")
    if parent == folder then
      return file_folder
    end
    folder = parent
  end
end

local function on_attach(client, buffer)
  if vim.fn.has("nvim-0.8") == 0 then
    vim.bo[buffer].omnifunc = "v:lua.vim.lsp.omnifunc"
  end
  vim.api.nvim_buf_create_user_command(buffer, "ArgmapExport", function(arguments)
    M.export(arguments.args, buffer)
  end, {
    nargs = 1,
    desc = "open the map in another format",
    complete = function()
      return FORMATS
    end,
  })
  vim.api.nvim_buf_create_user_command(buffer, "ArgmapPicture", function(arguments)
    M.picture(arguments.args, buffer)
  end, { nargs = "?", complete = "file", desc = "draw the map" })
  if M.config.on_attach then
    M.config.on_attach(client, buffer)
  end
end

local function client_options(root)
  return {
    name = "argmap",
    cmd = M.command(),
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
    init_options = M.config.settings,
    settings = { argmap = M.config.settings },
    capabilities = M.config.capabilities,
    on_attach = on_attach,
  }
end

-- The ids of clients by their root folders, for Neovim 0.7, which does not keep them.
local client_ids = {}

-- Start the server for a buffer, or attach the buffer to the server of its project.
function M.start(buffer)
  local program = M.config.command[1]
  if vim.fn.executable(program) == 0 then
    local message = "argmap: `%s` is not installed; run pip install 'argmap[lsp]'"
    vim.notify_once(message:format(program), vim.log.levels.WARN)
    return nil
  end
  local root = M.root(vim.api.nvim_buf_get_name(buffer))
  if vim.lsp.start then
    return vim.lsp.start(client_options(root), { bufnr = buffer })
  end
  local id = client_ids[root]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(client_options(root))
    client_ids[root] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
  return id
end

-- Return the clients of a buffer, or all clients.
function M.clients(buffer)
  if vim.lsp.get_clients then
    return vim.lsp.get_clients({ name = "argmap", bufnr = buffer })
  end
  return vim.tbl_filter(function(client)
    return client.name == "argmap" and (not buffer or vim.lsp.buf_is_attached(buffer, client.id))
  end, vim.lsp.get_active_clients())
end

-- Stop all servers, and start those that open maps need.
function M.restart()
  local ids = vim.tbl_map(function(client)
    return client.id
  end, M.clients())
  vim.lsp.stop_client(ids)
  client_ids = {}
  vim.wait(5000, function()
    return #M.clients() == 0
  end, 20)
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == "argmap" then
      M.start(buffer)
    end
  end
end

-- Execute a command of the server; `callback` is called with its result.
local function execute(buffer, command, arguments, callback)
  local client = M.clients(buffer)[1]
  if not client then
    vim.notify("argmap: the server is not running", vim.log.levels.ERROR)
    return
  end
  local uri = vim.uri_from_bufnr(buffer)
  local params = { command = command, arguments = vim.list_extend({ uri }, arguments) }
  local handler = function(err, result)
    if err then
      vim.notify("argmap: " .. err.message, vim.log.levels.ERROR)
    else
      callback(result)
    end
  end
  if vim.fn.has("nvim-0.11") == 1 then
    client:request("workspace/executeCommand", params, handler, buffer)
  else
    client.request("workspace/executeCommand", params, handler, buffer)
  end
end

-- Open the map in another format in a new window.
function M.export(format, buffer)
  execute(buffer, "argmap.export", { format }, function(text)
    vim.cmd("new")
    vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.split(text, "\n"))
    vim.bo.buftype = "nofile"
    vim.bo.filetype = format == "outline" and "markdown" or format
  end)
end

-- Draw the map to a file; without a path, to a temporary file that the system's viewer opens.
function M.picture(path, buffer)
  local output = path ~= "" and vim.fn.fnamemodify(path, ":p") or vim.fn.tempname() .. ".svg"
  execute(buffer, "argmap.picture", {}, function(svg)
    vim.fn.writefile(vim.split(svg, "\n"), output, "b")
    if path == "" and vim.ui.open then
      vim.ui.open(output)
    else
      vim.notify("argmap: wrote " .. output)
    end
  end)
end

return M
