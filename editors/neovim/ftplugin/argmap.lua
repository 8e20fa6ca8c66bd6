require("argmap").start(vim.api.nvim_get_current_buf())
