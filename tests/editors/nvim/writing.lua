-- What is written: completions, repairs, fast typing, the README's init.lua.

local Child = require('child')
local setting = require('setting')

-- Completions come while one types, and none is inserted before it is accepted.
local unasked = "vim.o.completeopt = 'menuone,noselect'"

--- The draft with no application in its sentences: a new table three has none either.
local function without_applications(text)
  return (text:gsub('申请%d+件，上年结转%d+件，办结%d+件，结转下年度继续办理%d+件', '申请0件，上年结转0件，办结0件，结转下年度继续办理0件'))
end

--- The draft without its third section's table, and that section's title.
local function without_table_three(text)
  text = without_applications(text)
  local before, section, after = text:match('^(.-\n)(## 三、.-\n)(## 四、.*)$')
  local title = section:match('^[^\n]*')
  return before .. title .. '\n\n\n\n' .. after, title
end

--- Types a handle on an empty line below a title and accepts what is offered for it.
local function complete(child, title, handle)
  child:go(title)
  -- A figure alone makes Neovim ask for nothing: it narrows down what is there.
  local first = handle:match('^%a+') or handle
  child:type('jji' .. first)
  child:wait_lua('something is offered', 'return vim.fn.pumvisible() == 1')
  child:type(handle:sub(#first + 1))
  -- What is shown is asked for again with every character, and an answer that comes late undoes a selection: then the
  -- user selects again, and asks again for a list that has been closed.
  for attempt = 1, 20 do
    local function soon(state)
      return vim.wait(attempt * 500, function()
        return child:lua(state) == true
      end, 20)
    end
    local offered = child:wait_lua('something is offered', [[
      local items = vim.fn.complete_info({ 'items' }).items
      return vim.fn.pumvisible() == 1 and #items > 0 and items[1].abbr
    ]])
    assert(vim.startswith(offered, '表三'), offered)
    child:type('<C-n>')
    if soon("return vim.fn.complete_info({ 'selected' }).selected == 0") then
      child:type('<C-y>')
      if soon('return vim.snippet.active()') then
        return
      end
      child:type('<C-x><C-o>')
    end
  end
  error('what is accepted is not inserted')
end

return {
  {
    name = 'a completion inserts table three, and the buffer is clean',
    run = function()
      for _, handle in ipairs({ '表三', 'table3', 'bs' }) do
        local text, title = without_table_three(setting.draft('markdown-2021.md'))
        local child = setting.opened('draft.md', text, unasked)
        assert(#child:agree() > 0, 'the table is missing')
        complete(child, title, handle)
        assert(#child:agree() == 0, 'the buffer is clean')
        child:type('7<Esc>')
        local row = child:find('一、本年新收')
        child:wait_lua('a figure is typed into the first field', "return vim.fn.getline(...):find('| +7 |')", row)
        assert(#child:agree() > 0, 'the 7 breaks a sum')
        child:stop()
      end
    end,
  },
  {
    name = "tabs of an inserted table stay tabs where 'expandtab' is set",
    run = function()
      local text = without_applications(setting.draft('tabs-2021.txt'))
      local before, title, after = text:match('^(.-\n)(三、收到[^\n]*)\n.-\n(四、政府信息公开行政.*)$')
      local more = unasked .. '\nvim.o.expandtab = true'
      local child = setting.opened('draft.txt', before .. title .. '\n\n\n\n' .. after, more)
      assert(#child:agree('txt') > 0, 'the table is missing')
      complete(child, title, 'table3')
      child:wait_lua("'expandtab' is as it was", 'return vim.bo.expandtab')
      local row = child:find('一、本年新收')
      assert(child:lua("return vim.fn.getline(...):find('\\t')", row), 'the cells stand between tabs')
      assert(#child:agree('txt') == 0, 'the buffer is clean')
    end,
  },
  {
    name = 'a code action repairs a cell',
    run = function()
      local child = setting.opened('broken.md', setting.draft('broken.md'))
      child:agree()
      child:lua("vim.api.nvim_win_set_cursor(0, { 55, ... })", select(2, child:find('| 8 | 2 | 0 | 0 | 1 |')) + 2)
      child:lua([[
        vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title:find('改为7', 1, true) end })
      ]])
      child:wait_lua('the cell is repaired', "return vim.fn.getline(55):find('| 7 | 2 | 0 | 0 | 1 | 0 | 10 |', 1, true)")
      local left = table.concat(child:agree(), '\n')
      assert(not left:find('wrong-cell', 1, true), left)
    end,
  },
  {
    name = 'formatting aligns the tables and changes nothing else',
    run = function()
      local child = setting.opened('broken.md', setting.draft('broken.md'))
      local before = child:agree()
      child:lua("vim.lsp.buf.format({ name = 'nianbao', timeout_ms = 60000 })")
      local path = child.folder .. '/formatted.md'
      Child.write(path, setting.draft('broken.md'))
      assert(vim.system({ 'nianbao', 'format', path }):wait().code == 0)
      assert(child:text() == Child.read(path), 'the command line writes the same')
      assert(#child:agree() == #before)
    end,
  },
  {
    name = 'a hundred edits without waiting end with the right findings',
    run = function()
      for _, settled in ipairs({ false, true }) do
        local child = setting.opened('broken.md', setting.draft('broken.md'), unasked)
        child:go('| 8 | 2 | 0 | 0 | 1 |')
        local keys = {}
        for number = 1, 100 do
          local edits = { 'ciw' .. number % 13 .. '<Esc>', 'o| 无关的一行 |<Esc>', 'ddk', 'u', '<C-r>' }
          table.insert(keys, ('55G05f|2l%s'):format(edits[number % 5 + 1]))
        end
        if settled then
          child:agree()
        end
        child:type(table.concat(keys))
        child:type('Go末行<Esc>')
        child:wait_lua('all is typed', "return vim.fn.getline('$') == '末行' and vim.api.nvim_get_mode().mode == 'n'")
        child:agree()
        child:stop()
      end
    end,
  },
  {
    name = "the README's init.lua",
    needs_011 = true, -- as the README says
    run = function()
      local readme = Child.read(setting.root .. '/editors/nvim/README.md')
      local init = assert(readme:match('<!%-%- init%.lua %-%->\n```lua\n(.-)```'), 'no init.lua in the README')
      assert(select(2, init:gsub('\n', '\n')) <= 5, 'it has five lines')
      local text, title = without_table_three(setting.draft('broken.md'))
      local child = Child.start(init, { ['draft.md'] = text })
      child:edit('draft.md')
      child:agree()
      setting.say('init.lua', vim.split(vim.trim(init), '\n'))
      setting.say('findings', child:findings())
      complete(child, title, '表三')
      child:agree()
      child:type('<Esc>')
      setting.say('findings after 表三 is completed', child:findings())
    end,
  },
}
