-- What is written: completions, repairs, fast typing, a typist's day, the commands, and the README's init.lua.

local Child = require('child')
local setting = require('setting')

--- The draft without the rows of its third section's table.
local function without_table_three(text)
  local before, section, after = text:match('^(.-\n)(## 三、.-\n)(## 四、.*)$')
  local title = section:match('^[^\n]*\n')
  return before .. title .. '\n\n\n' .. after, title
end

--- Types a handle on the empty line below the third section's title and accepts what is offered for it.
local function complete(child, title, handle)
  child:go((title:gsub('\n', '')))
  child:type('jji' .. handle)
  child:type('<C-x><C-o>')
  child:wait_lua('completions are offered', "return vim.fn.pumvisible() == 1 and #vim.fn.complete_info().items > 0")
  if child:lua("return vim.fn.complete_info({ 'selected' }).selected") < 0 then
    child:type('<C-n>')
  end
  child:wait_lua('one is selected', "return vim.fn.complete_info({ 'selected' }).selected >= 0")
  child:type('<C-y>')
  child:wait_lua('the fields can be filled in', 'return vim.snippet.active()')
end

--- The third section's rows in a text.
local function rows(text)
  local section = text:match('\n## 三、.-\n(.-)\n## 四、')
  return select(2, section:gsub('\n|', '\n|')) + (section:find('^|') and 1 or 0)
end

return {
  {
    name = 'a completion inserts table three, and the buffer is clean',
    run = function()
      for _, handle in ipairs({ '表三', 'table3' }) do
        local text, title = without_table_three(setting.draft('markdown-2021.md'))
        local child = setting.opened('draft.md', text)
        assert(#child:agree() > 0, 'the table is missing')
        complete(child, title, handle)
        assert(child:lua('return vim.api.nvim_get_mode().mode'):find('^[si]'), 'the first field is selected')
        child:type('7<Esc>')
        child:wait('a figure is typed into a field', function()
          return child:text():find('%f[%d]7%f[%D]', #text - 4000) and rows(child:text()) > 25
        end)
        child:type('u')
        child:wait_lua('the figure is undone', "return vim.api.nvim_get_mode().mode == 'n'")
        assert(#child:agree() == 0, 'the buffer checks clean:\n' .. table.concat(child:findings(), '\n'))
        child:stop()
      end
    end,
  },
}
