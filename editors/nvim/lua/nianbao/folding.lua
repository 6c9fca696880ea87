-- Folding by the server's ranges in Neovim 0.10; later ones have vim.lsp.foldexpr().

local nianbao = require('nianbao')

local M = {}

-- For each buffer the fold level of each line, as 'foldexpr' gives it.
local levels = {}

local function compute(ranges, lines)
  local level, starts = {}, {}
  for line = 1, lines do
    level[line] = 0
  end
  for _, range in ipairs(ranges) do
    starts[range.startLine + 1] = true
    for line = range.startLine + 1, math.min(range.endLine + 1, lines) do
      level[line] = level[line] + 1
    end
  end
  for line in pairs(starts) do
    level[line] = '>' .. level[line]
  end
  return level
end

local function refresh(bufnr)
  local client = vim.lsp.get_clients({ bufnr = bufnr, name = 'nianbao' })[1]
  if not client then
    return
  end
  local params = { textDocument = vim.lsp.util.make_text_document_params(bufnr) }
  nianbao.request(client, 'textDocument/foldingRange', params, function(error, ranges)
    if error or not vim.api.nvim_buf_is_loaded(bufnr) then
      return
    end
    levels[bufnr] = compute(ranges or {}, vim.api.nvim_buf_line_count(bufnr))
    for _, window in ipairs(vim.fn.win_findbuf(bufnr)) do
      vim.wo[window][0].foldmethod = 'expr' -- reckons the folds again
    end
  end, bufnr)
end

--- 'foldexpr': the level of line v:lnum.
function M.expr()
  local level = levels[vim.api.nvim_get_current_buf()]
  return level and level[vim.v.lnum] or 0
end

--- Keeps the levels of a buffer fresh.
function M.attach(bufnr)
  local group = vim.api.nvim_create_augroup('nianbao.levels.' .. bufnr, { clear = true })
  vim.api.nvim_create_autocmd('LspNotify', {
    group = group,
    buffer = bufnr,
    callback = function(event)
      if event.data.method == 'textDocument/didChange' then
        refresh(bufnr)
      end
    end,
  })
  vim.api.nvim_create_autocmd('BufDelete', {
    group = group,
    buffer = bufnr,
    callback = function()
      levels[bufnr] = nil
    end,
  })
  refresh(bufnr)
end

return M
