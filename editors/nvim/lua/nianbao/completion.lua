-- Completion that expands snippets. Neovim 0.11 and later bring it; for 0.10 it is written here.

local nianbao = require('nianbao')

local M = {}

--- Puts a text at the cursor: its snippet, if it has one. A snippet's tabs separate the cells of a table, so 'expandtab'
--- must not turn them into spaces.
function M.expand(bufnr, snippet, text)
  if not snippet then
    vim.api.nvim_put(vim.split(text, '\r?\n'), 'c', false, true)
    return
  end
  local expandtab = vim.bo[bufnr].expandtab
  vim.bo[bufnr].expandtab = false
  vim.snippet.expand(snippet)
  vim.bo[bufnr].expandtab = expandtab
end

-- Whether completions may come unasked: not where the first one would be inserted at once.
local function may_trigger()
  local completeopt = vim.opt.completeopt:get()
  return vim.list_contains(completeopt, 'noselect') or vim.list_contains(completeopt, 'noinsert')
end

local function attach_011(client, bufnr)
  local group = vim.api.nvim_create_augroup('nianbao.completion.' .. bufnr, { clear = true })
  -- Neovim expands the snippet in CompleteDone, between these two: see M.expand.
  local before
  vim.api.nvim_create_autocmd('CompleteDonePre', {
    group = group,
    buffer = bufnr,
    callback = function()
      local item = vim.tbl_get(vim.v.completed_item or {}, 'user_data', 'nvim', 'lsp')
      if item and item.client_id == client.id and before == nil then
        before = vim.bo[bufnr].expandtab
        vim.bo[bufnr].expandtab = false
      end
    end,
  })
  vim.lsp.completion.enable(true, client.id, bufnr, { autotrigger = may_trigger() })
  vim.api.nvim_create_autocmd('CompleteDone', {
    group = group,
    buffer = bufnr,
    callback = function()
      if before ~= nil then
        vim.bo[bufnr].expandtab = before
        before = nil
      end
    end,
  })
end

-- Neovim 0.10: 'omnifunc' asks the server, and an accepted item is replaced by its snippet.

local function find(bufnr)
  return vim.lsp.get_clients({ bufnr = bufnr, name = 'nianbao' })[1]
end

-- Shows the items that the server has for the place of the cursor.
local function show(client, answer)
  local items = answer and (answer.items or answer) or {}
  if #items == 0 or not vim.startswith(vim.api.nvim_get_mode().mode, 'i') then
    return
  end
  local start = items[1].textEdit.range.start.character
  local line = vim.api.nvim_get_current_line()
  local column = nianbao.byte_index(line, start, client)
  local shown = {}
  for _, item in ipairs(items) do
    local documentation = item.documentation
    table.insert(shown, {
      word = item.filterText or item.label,
      abbr = item.label,
      menu = item.detail,
      info = type(documentation) == 'table' and documentation.value or documentation,
      kind = vim.lsp.protocol.CompletionItemKind[item.kind],
      icase = 1,
      dup = 1,
      user_data = { nianbao = { item = item, column = column } },
    })
  end
  vim.fn.complete(column + 1, shown)
end

local function ask(client, bufnr)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local function place()
    return { vim.api.nvim_get_current_buf(), vim.api.nvim_win_get_cursor(0), vim.api.nvim_get_current_line() }
  end
  local asked = place()
  nianbao.request(client, 'textDocument/completion', params, function(error, answer)
    -- Nobody waits any more for what was asked before the last key. And a new list ends the one that is shown: if an
    -- item of that is selected, it would be taken for accepted.
    local selected = vim.fn.complete_info({ 'selected' }).selected
    if not error and selected < 0 and vim.deep_equal(asked, place()) then
      show(client, answer)
    end
  end, bufnr)
end

--- 'omnifunc' for Neovim 0.10.
function M.omnifunc(findstart)
  local bufnr = vim.api.nvim_get_current_buf()
  local client = find(bufnr)
  if findstart ~= 1 then
    return {}
  elseif not client then
    return -3
  end
  ask(client, bufnr)
  return -2 -- the items come later
end

local function attach_010(client, bufnr)
  vim.bo[bufnr].omnifunc = "v:lua.require'nianbao.completion'.omnifunc"
  local group = vim.api.nvim_create_augroup('nianbao.completion.' .. bufnr, { clear = true })
  vim.api.nvim_create_autocmd('CompleteDone', {
    group = group,
    buffer = bufnr,
    callback = function()
      local accepted = vim.tbl_get(vim.v.completed_item or {}, 'user_data', 'nianbao')
      if not accepted then
        return
      end
      local row, column = unpack(vim.api.nvim_win_get_cursor(0))
      vim.api.nvim_buf_set_text(bufnr, row - 1, accepted.column, row - 1, column, { '' })
      local text, is_snippet = accepted.item.textEdit.newText, accepted.item.insertTextFormat == 2
      M.expand(bufnr, is_snippet and text or nil, text)
    end,
  })
  if may_trigger() then
    local triggers = vim.tbl_get(client.server_capabilities, 'completionProvider', 'triggerCharacters') or {}
    vim.api.nvim_create_autocmd('TextChangedI', {
      group = group,
      buffer = bufnr,
      callback = function()
        local before = vim.api.nvim_get_current_line():sub(1, vim.api.nvim_win_get_cursor(0)[2])
        local last = vim.fn.strcharpart(before, vim.fn.strchars(before) - 1)
        if vim.list_contains(triggers, last) then
          ask(client, bufnr)
        end
      end,
    })
    -- The list is never complete: it is asked for again with every character, until one of it is selected.
    vim.api.nvim_create_autocmd('TextChangedP', {
      group = group,
      buffer = bufnr,
      callback = function()
        if vim.fn.complete_info({ 'selected' }).selected < 0 then
          ask(client, bufnr)
        end
      end,
    })
  end
end

--- Has a buffer's completions come from the server: by CTRL-X CTRL-O, and unasked where 'completeopt' has "noselect" or
--- "noinsert".
function M.attach(client, bufnr)
  if nianbao.has_011 then
    attach_011(client, bufnr)
  else
    attach_010(client, bufnr)
  end
end

return M
