-- From value to value of a table, and to what is still to be filled in.

local Child = require('child')
local setting = require('setting')

local mapped = [[
  vim.keymap.set({ 'i', 's' }, '<Tab>', '<Plug>(nianbao-next-value)')
  vim.keymap.set({ 'i', 's' }, '<S-Tab>', '<Plug>(nianbao-previous-value)')
  vim.keymap.set('n', ']v', '<Plug>(nianbao-next-value)')
  vim.keymap.set('n', '[v', '<Plug>(nianbao-previous-value)')
  vim.keymap.set({ 'n', 'i' }, '<F8>', '<Plug>(nianbao-next-unfilled)')
]]

local ROW = '一、本年新收政府信息公开申请数量 | | | '

local function opened(text)
  local child = setting.opened('draft.md', text or setting.draft('markdown-2021.md'), mapped)
  child:agree()
  return child
end

--- Waits until the row with this text is as wanted.
local function becomes(child, part, wanted)
  child:wait('the row is ' .. wanted, function()
    local line = child:find(part)
    return child:lua('return vim.fn.getline(...)', line):find(wanted, 1, true)
  end)
end

return {
  {
    name = 'in Insert mode a value is selected, and what is typed replaces it',
    run = function()
      for _, more in ipairs({ '', "vim.o.selection = 'exclusive'" }) do
        local child = opened()
        child:lua(more)
        child:go('41 | 6')
        child:lua("vim.fn.setreg('\"', 'kept')")
        -- Nobody waits between the keys.
        child:type('i<Tab>8<Tab>19<Tab>10<Tab><S-Tab><S-Tab>9<Esc>')
        becomes(child, ROW, '| 41 | 8 | 9 | 10 | 1 | 4 | 57 |')
        child:wait_lua('it is Normal mode again', "return vim.api.nvim_get_mode().mode == 'n'")
        assert(child:lua("return vim.fn.getreg('\"')") == 'kept', 'registers stay as they are')
        child:agree()
        child:stop()
      end
    end,
  },
  {
    name = 'a blank cell is typed into',
    run = function()
      local child = opened((setting.draft('markdown-2021.md'):gsub('41 | 6 | 2 |', '41 |  | 2 |')))
      child:go('41 |  |')
      child:type('i<Tab>6<Tab>7<S-Tab>5<Esc>')
      child:wait('both are filled', function()
        local line = child:lua('return vim.fn.getline(...)', (child:find(ROW)))
        return line:match('41 | *5 *| 7 | 3')
      end)
      child:agree()
    end,
  },
  {
    name = 'in Normal mode the cursor goes there',
    run = function()
      local child = opened()
      local line, column = child:go('41 | 6')
      child:type(']v]v')
      child:wait_lua('the cursor is on the third value', ('return vim.fn.col(".") == %d'):format(column + #'41 | 6 | ' + 1))
      child:type('[v<C-a>')
      becomes(child, ROW, '| 41 | 7 | 2 |')
      assert(child:lua('return vim.fn.line(".")') == line)
      child:go('总体情况')
      child:type(']v')
      child:wait('it is said that there is no table', function()
        return child:messages():find('光标不在报告的表格里', 1, true)
      end)
    end,
  },
  {
    name = 'outside of tables the key is what it is, and a table ends',
    run = function()
      local child = opened()
      child:go('工作平稳有序')
      child:lua('vim.bo.expandtab = false')
      child:type('i<Tab>x<Esc>')
      becomes(child, '工作平稳有序', '\tx工作平稳有序')
      local before = child:text()
      child:go('6 |', (child:find('四、结转下年度继续办理')))
      child:type('i<Tab>')
      child:wait('it is said that this is the last', function()
        return child:messages():find('已是表中最后一个数', 1, true)
      end)
      child:type('<Esc>')
      assert(child:text() == before, 'nothing is typed')
    end,
  },
  {
    name = 'a snippet that the cursor has left is done',
    run = function()
      local child = opened()
      child:go('总体情况')
      child:type('O')
      child:wait_lua('it is Insert mode', "return vim.api.nvim_get_mode().mode == 'i'")
      child:lua("vim.snippet.expand('公开${1:0}条，办结${2:0}件。')")
      child:type('3')
      child:wait('its first field is filled', function()
        return child:text():find('公开3条', 1, true)
      end)
      child:type('<Esc>')
      child:wait_lua('it is Normal mode', "return vim.api.nvim_get_mode().mode == 'n'")
      child:go('41 | 6')
      child:type('i<Tab>8<Esc>')
      becomes(child, ROW, '| 41 | 8 | 2 |')
      assert(child:text():find('公开3条，办结0件', 1, true))
    end,
  },
  {
    name = 'what is still to be filled in is found',
    run = function()
      local child = opened((setting.draft('markdown-2021.md'):gsub('（一）予以公开 | | 12 |', '（一）予以公开 | |  |')))
      child:type('gg<F8>')
      child:wait_lua('the cursor is in its row', "return vim.fn.getline('.'):find('（一）予以公开', 1, true)")
      child:type('i<F8>12<Esc>')
      child:wait('it is filled', function()
        return child:text():find('（一）予以公开 | | *12 *| 2 |')
      end)
      child:agree()
      child:type('<F8>')
      child:wait('nothing is left', function()
        return child:messages():find('没有未填的地方', 1, true)
      end)
    end,
  },
}
