"""Controls a real Neovim without a window, by sending keys to its socket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import define, field

_HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
_TIMEOUT_SECONDS = 60.0

_LUA = """
_G.messages = {}
_G.changed = 0  -- the version of the text, which the server gets a moment later
function _G.watch()
  vim.api.nvim_buf_attach(0, false, {
    on_lines = function(_, _, tick) _G.changed = tick end,
  })
end
function _G.state()  -- what the author sees, as data
  local diagnostics = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    table.insert(diagnostics, {
      diagnostic.code, diagnostic.lnum + 1, diagnostic.message, diagnostic.severity
    })
  end
  return vim.fn.json_encode({
    mode = vim.api.nvim_get_mode().mode,
    line = vim.api.nvim_get_current_line(),
    text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\\n") .. "\\n",
    version = _G.changed,
    checked = _G.checked or -1,
    diagnostics = diagnostics,
    completions = vim.tbl_map(function(item)
      return { item.abbr or item.word, item.menu or "" }
    end, vim.fn.complete_info({ "items" }).items),
    messages = _G.messages,
    modified = vim.bo.modified,
  })
end
vim.lsp.handlers["textDocument/publishDiagnostics"] = (function(show)
  return function(err, result, context, config)
    show(err, result, context, config)
    -- Diagnostics of an older version do not belong to the text that is shown.
    if result.version then _G.checked = math.max(_G.checked or -1, result.version) end
  end
end)(vim.lsp.handlers["textDocument/publishDiagnostics"])
vim.lsp.handlers["textDocument/hover"] = function(_, result)
  table.insert(_G.messages, result and result.contents.value or "")
end
vim.ui.select = function(items, options, choose)  -- takes the first item
  local shown = (options.format_item or tostring)(items[1])
  table.insert(_G.messages, shown)
  choose(items[1], 1)
end
"""


@define
class Neovim:
    """An editor with our plugin and the real server, and one open file."""

    program: str
    folder: Path
    """The folder for its files, without any settings of the user."""
    editors: Path
    """The folder of our editor plugins."""
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def _socket(self) -> str:
        return str(self.folder / "nvim.sock")

    def open(self, path: Path) -> None:
        """Start with a file, and wait for the server."""
        plugin, command = str(self.editors / "neovim"), [sys.executable, "-m", "argmap"]
        (self.folder / "state.lua").write_text(_LUA, encoding="utf-8")
        (self.folder / "init.lua").write_text(
            f"vim.opt.runtimepath:append({json.dumps(plugin)})\n"
            f"dofile({json.dumps(str(self.folder / 'state.lua'))})\n"
            'vim.cmd("filetype plugin indent on | syntax on")\n'
            "vim.o.completeopt = 'menuone,noselect'\n"
            f'require("argmap").setup({{ command = {{ {json.dumps(command)[1:-1]} }} }})\n',
            encoding="utf-8",
        )
        options = ["--headless", "-n", "-i", "NONE", "-u", "init.lua", "--listen", self._socket]
        self._process = subprocess.Popen(
            [self.program, *options, path],
            cwd=self.folder,
            env=os.environ | dict.fromkeys(_HOMES, str(self.folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.wait("Neovim", lambda: Path(self._socket).exists())
        self.wait("a server", lambda: self.lua('#require("argmap").clients(0)') == 1)
        self.lua("watch()")

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def type(self, keys: str) -> dict[str, Any]:
        """Type keys in Neovim's notation (``<Esc>``, ``<lt>``); return the state after them."""
        for chunk in _chunks(keys):
            self._ask(f"nvim_input({_quoted(chunk)})")
        self.wait("the keys to be processed", lambda: not self.lua("vim.fn.getchar(1)"))
        return self.state()

    def wait_until_settled(self) -> dict[str, Any]:
        """Return the state once the diagnostics match the current text."""
        last: list[tuple[int, int]] = [(-1, -1), (-1, -1)]

        def is_settled() -> bool:
            state = self.state()
            last.append((state["version"], state["checked"]))
            # Neovim may not have processed the keys yet, so the state must not change three times.
            return state["checked"] >= state["version"] and len(set(last[-3:])) == 1

        self.wait("diagnostics", is_settled)
        return self.state()

    def state(self) -> dict[str, Any]:
        """Return the current state: text, diagnostics, completions and messages."""
        # Remote expressions lose backslashes; a file does not.
        answer = self.folder / "state.json"
        self.lua(f"vim.fn.writefile({{ state() }}, {json.dumps(str(answer))})")
        state: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return state

    def lua(self, expression: str) -> Any:
        answer = self._ask(f"json_encode(luaeval({_quoted(expression)}))")
        return json.loads(answer) if answer else None

    def wait(self, event: str, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds.

        Raises:
            TimeoutError: when it does not hold in time.
        """
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"timed out waiting for {event}")
            time.sleep(0.02)

    def _ask(self, expression: str) -> str:
        result = subprocess.run(
            [self.program, "--server", self._socket, "--remote-expr", expression],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=_TIMEOUT_SECONDS,
        )
        return result.stdout.strip() or result.stderr.strip()


def _chunks(keys: str) -> list[str]:
    """Split keys into pieces that are sent one after the other, at most a line each."""
    return [piece for piece in keys.replace("<CR>", "<CR>\0").split("\0") if piece]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
