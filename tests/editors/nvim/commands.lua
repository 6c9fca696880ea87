-- :Nianbao

local Child = require('child')
local setting = require('setting')

--- Runs :Nianbao and waits for a message with this text.
local function says(child, command, text)
  child:lua("vim.cmd('messages clear')")
  child:type((':Nianbao %s<CR>'):format(command))
  child:wait('the message ' .. text, function()
    return child:messages():find(text, 1, true)
  end)
end

return {
  {
    name = ':Nianbao lists and completes its commands',
    run = function()
      local child = Child.start(setting.init(), {})
      local commands = child:lua("return vim.fn.getcompletion('Nianbao ', 'cmdline')")
      assert(#commands == 9, vim.inspect(commands))
      says(child, '', ':Nianbao recalculate')
      assert(child:lua("return vim.fn.getcompletion('Nianbao re', 'cmdline')")[1] == 'recalculate')
      for _, command in ipairs(commands) do
        assert(Child.read(setting.root .. '/editors/nvim/doc/nianbao.txt'):find(':Nianbao ' .. command, 1, true), command)
      end
      says(child, 'status', '这个文件没有语言服务')
      says(child, 'no-such', '没有 :Nianbao no-such')
    end,
  },
  {
    name = ':Nianbao status and check say how it stands',
    run = function()
      local child = setting.opened('broken.md', setting.draft('broken.md'))
      child:agree()
      says(child, 'status', '云溪县教育局2024年（部门），2021年格式，勾稽')
      says(child, 'status', '3 个错误，0 个警告')
      says(child, 'check', '检查了 1 个文件，1 份报告：3 个错误')
    end,
  },
  {
    name = ':Nianbao recalculate and fix change the buffer',
    run = function()
      local text = setting.draft('broken.md'):gsub('| 8 | 2 | 0 |', '| 7 | 2 | 0 |')
      local child = setting.opened('broken.md', text)
      child:agree()
      child:type(':Nianbao fix<CR>')
      child:wait('the heading is repaired', function()
        return child:text():find('第二十条第（五）项', 1, true)
      end)
      child:agree()
      child:type('u')
      child:wait('it can be undone', function()
        return child:text() == text
      end)
      child:lua("vim.cmd([[%s/| 51 |$/| 52 |/]])")
      child:agree()
      child:type(':Nianbao recalculate<CR>')
      child:wait('the total is right', function()
        return child:text():find('| 51 |\n', 1, true)
      end)
      child:agree()
    end,
  },
  {
    name = ':Nianbao insert lets one choose',
    run = function()
      local child = setting.opened('draft.md', '# 云溪县教育局2024年政府信息公开工作年度报告\n\n## 一、总体情况\n\n无。\n\n\n')
      child:agree()
      child:lua([[
        vim.ui.select = function(items, options, choose)
          _G.offered = vim.tbl_map(options.format_item, items)
          for _, item in ipairs(items) do
            if item.label:find('主动公开', 1, true) then
              choose(item)
              return
            end
          end
        end
      ]])
      child:type('G')
      child:type(':Nianbao insert<CR>')
      child:wait('the section is inserted', function()
        return child:text():find('主动公开政府信息情况', 1, true)
      end)
      assert(child:lua('return #_G.offered') > 3)
      assert(child:lua('return _G.offered[1]'):find('●', 1, true), 'what is needed comes first')
      child:agree()
    end,
  },
  {
    name = ':Nianbao new begins a report, with a server of its own folder',
    run = function()
      local child = setting.opened('broken.md', setting.draft('broken.md'))
      child:agree()
      child:type(':Nianbao new 云溪县水务局 2025<CR>')
      child:wait('the report', function()
        return child:text():find('云溪县水务局2025年政府信息公开工作年度报告', 1, true)
      end)
      assert(child:lua("return vim.fn.expand('%:t')") == '云溪县水务局2025年政府信息公开工作年度报告.md')
      child:wait_lua('the server attaches', "return #vim.lsp.get_clients({ bufnr = 0, name = 'nianbao' }) == 1")
      child:agree()
    end,
  },
  {
    name = ':Nianbao extract shows what was read; restart starts again',
    run = function()
      local child = setting.opened('broken.md', setting.draft('broken.md'))
      local before = child:lua("return vim.lsp.get_clients({ name = 'nianbao' })[1].id")
      child:agree()
      child:type(':Nianbao restart<CR>')
      child:wait_lua('another server', [[
        local client = vim.lsp.get_clients({ name = 'nianbao', bufnr = 0 })[1]
        return client and client.initialized and client.id > ...
      ]], before)
      child:agree()
      child:type(':Nianbao extract<CR>')
      child:wait_lua('JSON', "return vim.bo.filetype == 'json'")
      local read = vim.json.decode(child:text())
      assert(#read.reports == 1, vim.inspect(read))
    end,
  },
}
