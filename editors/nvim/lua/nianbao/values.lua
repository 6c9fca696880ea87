-- From value to value of a table, and to what is still to be filled in.

local nianbao = require('nianbao')

local M = {}

-- How long the server may take, in milliseconds. What is typed meanwhile waits.
local PATIENCE = 2000

local function say(text)
  vim.notify('nianbao：' .. text, vim.log.levels.INFO)
end

-- Keys as if typed before all that waits, without mappings.
local function feed(keys)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'ni', false)
end

-- The place that comes next; nil if there is none.
local function ask(client, what, backward)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local arguments = { uri = params.textDocument.uri, position = params.position, what = what, backward = backward }
  local command = { command = 'nianbao.server.next', arguments = { arguments } }
  -- Of the buffer by its number: what was just typed in buffer 0 would not be sent first.
  local bufnr = vim.api.nvim_get_current_buf()
  local answer = nianbao.request_sync(client, 'workspace/executeCommand', command, PATIENCE, bufnr)
  local range = answer and answer.result
  return range ~= vim.NIL and range or nil
end

-- The line of a position from 1, and the byte before it.
local function place(position, client)
  local line = vim.api.nvim_buf_get_lines(0, position.line, position.line + 1, false)[1] or ''
  return position.line + 1, nianbao.byte_index(line, position.character, client)
end

-- Goes to a range: in Normal mode the cursor stands on it; else it is selected, and what is typed replaces it.
local function go(range, client)
  local row, column = place(range.start, client)
  local last_row, last_column = place(range['end'], client)
  local mode = vim.api.nvim_get_mode().mode:sub(1, 1)
  local is_empty = row == last_row and column == last_column
  if mode == 'n' or (mode == 'i' and is_empty) then
    vim.api.nvim_win_set_cursor(0, { row, column })
    return
  end
  local there = ('<Esc><Cmd>call cursor(%d, %d)<CR>'):format(row, column + 1)
  if is_empty then
    feed(there .. '<Cmd>startinsert<CR>')
  else
    local last = vim.o.selection == 'exclusive' and last_column + 1 or last_column
    feed(('%sv<Cmd>call cursor(%d, %d)<CR><C-g><C-r>_'):format(there, last_row, last))
  end
end

local function client_here()
  return vim.lsp.get_clients({ bufnr = 0, name = 'nianbao' })[1]
end

-- Whether the key is for the snippet that was inserted: until the cursor leaves the line of its field. Then the snippet is
-- done: its next field would be far from where the user is.
local function is_for_snippet(backward)
  if not vim.snippet.active({ direction = backward and -1 or 1 }) then
    return false
  end
  local known, range = pcall(function()
    return vim.snippet._session.current_tabstop:get_range()
  end)
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  if not known or (range[1] <= row and row <= range[3]) then
    return true
  end
  vim.snippet.stop()
  return false
end

--- Goes to the next value of the table around the cursor, or to the one before. In a snippet to its next field. Where
--- there is no table, Insert and Select mode get the key that this is for: <Tab> or <S-Tab>.
function M.go_to_value(backward)
  if is_for_snippet(backward) then
    vim.snippet.jump(backward and -1 or 1)
    return
  end
  local client = client_here()
  local range = client and ask(client, 'value', backward)
  if range then
    go(range, client)
  elseif client and ask(client, 'value', not backward) then
    say(backward and '已是表中第一个数' or '已是表中最后一个数')
  elseif vim.api.nvim_get_mode().mode:sub(1, 1) == 'n' then
    say('光标不在报告的表格里')
  else
    feed(backward and '<S-Tab>' or '<Tab>')
  end
end

--- Goes to the next place of the draft that is still to be filled in.
function M.go_to_unfilled()
  local client = client_here()
  local range = client and ask(client, 'unfilled', false)
  if range then
    go(range, client)
  else
    say(client and '没有未填的地方' or '这个文件没有语言服务')
  end
end

return M
