-- What the cases share: the checkout, its drafts, and an init.lua for the Neovim that runs.

local Child = require('child')

local M = {}

M.root = vim.env.NIANBAO_ROOT
M.has_011 = vim.fn.has('nvim-0.11') == 1

--- An init.lua as a user has it, and more lines.
function M.init(more)
  local enable = M.has_011 and "vim.lsp.enable('nianbao')" or "require('nianbao').enable()"
  local lines = {
    ("vim.opt.runtimepath:append('%s/editors/nvim')"):format(M.root),
    more or '',
    enable,
  }
  return table.concat(lines, '\n') .. '\n'
end

--- A draft of the tests.
function M.draft(name)
  return Child.read(M.root .. '/tests/drafts/' .. name)
end

--- A Neovim with one draft open in it.
function M.opened(name, text, more)
  local child = Child.start(M.init(more), { [name] = text })
  child:edit(name)
  return child
end

--- Prints lines under a title.
function M.say(title, lines)
  io.stdout:write(('  %s:\n    %s\n'):format(title, table.concat(lines, '\n    ')))
end

return M
