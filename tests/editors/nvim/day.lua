-- A typist's day: 2,000 edits of all kinds, and server and editor still have the same text and the same findings.

local Child = require('child')
local setting = require('setting')

local EDITS = 2000
local DRAFTS = { 'broken.md', 'markdown-2021.md', 'township.md', 'two-reports.md' }

--- A sequence of numbers that looks like chance and is always the same.
local function chances(seed)
  return function(limit)
    seed = (seed * 16807) % 2147483647
    return seed % limit + 1
  end
end

--- The edits, each as keys for a line; `text` is something to insert.
local kinds = {
  function(line, text) return ('%dGA%s<Esc>'):format(line, text) end, -- type at the end
  function(line, text) return ('%dG0f|a%s<Esc>'):format(line, text) end, -- type into a cell
  function(line) return ('%dGyyp'):format(line) end, -- paste a line
  function(line) return ('%dG3Yp'):format(line) end, -- paste three
  function(line) return ('%dGdd'):format(line) end, -- cut a line
  function(line) return ('%dGddP'):format(line) end, -- cut it and paste it
  function(line) return ('%dG0x'):format(line) end,
  function(line) return ('%dGJ'):format(line) end, -- join two lines
  function(line, text) return ('%dG0<C-v>jjI%s<Esc>'):format(line, text) end, -- the same into three lines
  function(line, text) return ('%dGo%s<CR>%s<Esc>'):format(line, text, text) end, -- two new lines
  function() return 'u' end,
  function() return '3u' end,
  function() return '<C-r>' end,
  function(line) return ('%dG<C-a>'):format(line) end, -- the next number plus one
  function(line) return ('%dGdw.'):format(line) end,
}

local texts = { '7', '0', '12', '申请', '𠮷', '😀', '（一）', '| 5 |', ' ', '## 四、', 'ｅ́' }

--- Waits until the server's text is the editor's, and what both find is the same.
local function compare(child, after)
  local answer = child:lua([[
    local params = { command = 'nianbao.server.viewText', arguments = { { uri = vim.uri_from_bufnr(0) } } }
    local answers = vim.lsp.buf_request_sync(0, 'workspace/executeCommand', params, 60000)
    return select(2, next(answers))
  ]])
  assert(answer and answer.result, vim.inspect(answer))
  assert(answer.result.text == child:text(), ('after %d edits the server has another text'):format(after))
  return child:agree()
end

return {
  {
    name = ('%d edits'):format(EDITS),
    run = function()
      local chance = chances(20240131)
      local child = setting.opened('draft.md', setting.draft(DRAFTS[1]), 'vim.o.undolevels = 5000')
      child:agree()
      for edit = 1, EDITS do
        if edit % 101 == 0 then -- the whole text is replaced
          local text = setting.draft(DRAFTS[chance(#DRAFTS)])
          child:lua('vim.api.nvim_buf_set_lines(0, 0, -1, false, ...)', vim.split((text:gsub('\n$', '')), '\n'))
        elseif edit % 53 == 0 then
          child:lua("vim.lsp.buf.format({ name = 'nianbao', timeout_ms = 60000 })")
        else
          local lines = child:lua('return vim.api.nvim_buf_line_count(0)')
          local keys = kinds[chance(#kinds)](chance(lines), texts[chance(#texts)])
          child:type('<Esc>' .. keys .. '<Esc>')
        end
        if edit % 250 == 0 then
          child:wait_lua('all is typed', "return vim.api.nvim_get_mode().mode == 'n' and vim.fn.getchar(1) == 0")
          compare(child, edit)
        end
      end
      local found = compare(child, EDITS)
      local lines = child:lua('return vim.api.nvim_buf_line_count(0)')
      setting.say('at the end', { ('%d edits, %d lines, %d findings'):format(EDITS, lines, #found) })
    end,
  },
}
