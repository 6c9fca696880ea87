-- What is shown: findings, hints, folds, marks, colours, and that all is well.

local Child = require('child')
local setting = require('setting')

return {
  {
    name = 'the findings are those of nianbao check',
    run = function()
      for _, name in ipairs({ 'broken.md', 'html-2021.html', 'tabs-2021.txt', 'traditional-glosses.txt', 'word-html.html' }) do
        local child = setting.opened(name, setting.draft(name))
        local shown = child:agree(vim.fn.fnamemodify(name, ':e'))
        if name == 'broken.md' then
          assert(#shown == 4, vim.inspect(shown))
        end
        child:stop()
      end
    end,
  },
  {
    name = 'findings stand beside their lines',
    run = function()
      local child = setting.opened('broken.md', setting.draft('broken.md'))
      child:agree()
      local beside = child:lua([[
        local texts = {}
        for _, namespace in pairs(vim.api.nvim_get_namespaces()) do
          for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
            for _, piece in ipairs(mark[4].virt_text or {}) do
              table.insert(texts, piece[1])
            end
          end
        end
        return table.concat(texts, '\n')
      ]])
      -- What is cut at the edge of the window is not what has to be there.
      assert(beside:find(' 应为7，现为8：“', 1, true), beside)
    end,
  },
  {
    name = 'a document that is no report gets nothing',
    run = function()
      local child = setting.opened('a.md', setting.draft('broken.md'))
      child:agree()
      child:lua([[vim.api.nvim_buf_set_lines(0, 0, -1, false, { '# 读书笔记', '', '一、今年读了八本书。' })]])
      child:wait('nothing is shown', function()
        return #child:findings() == 0
      end)
    end,
  },
  {
    name = 'settings count: those of the editor, changed ones, and nianbao.toml',
    run = function()
      local more = setting.has_011
          and "vim.lsp.config('nianbao', { settings = { nianbao = { rules = { ['wrong-cell'] = 'off' } } } })"
        or ''
      local child = setting.opened('broken.md', setting.draft('broken.md'), more)
      local function codes()
        local found = child:lua('return vim.tbl_map(function(d) return d.code end, vim.diagnostic.get(0))')
        table.sort(found)
        return table.concat(found, ' ')
      end
      if setting.has_011 then
        child:wait('the rule is off', function()
          return codes() == 'article-heading missing-section section-heading'
        end)
      end
      child:lua([[
        local client = vim.lsp.get_clients({ name = 'nianbao' })[1]
        client.settings = { nianbao = { rules = { ['section-heading'] = 'off' } } }
        client.notify('workspace/didChangeConfiguration', { settings = client.settings })
      ]])
      child:wait('the other rule is off', function()
        return codes() == 'article-heading missing-section wrong-cell'
      end)
      Child.write(child.folder .. '/nianbao.toml', 'rules.article-heading = "off"\n')
      child:wait('nianbao.toml counts', function()
        return codes() == 'missing-section wrong-cell'
      end)
    end,
  },
  {
    name = 'sums stand behind the totals',
    run = function()
      local child = setting.opened('broken.md', setting.draft('broken.md'))
      child:wait_lua('inlay hints', 'return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0')
      local hints = child:lua('return vim.lsp.inlay_hint.get({ bufnr = 0 })')
      for _, hint in ipairs(hints) do
        local label = hint.inlay_hint.label
        assert(type(label) == 'string' and label:find('%d'), vim.inspect(hint))
      end
    end,
  },
  {
    name = 'sections and tables fold',
    run = function()
      local child = setting.opened('markdown-2021.md', setting.draft('markdown-2021.md'), 'vim.g.nianbao = { folding = true }')
      local line = child:find('三、')
      child:wait_lua('a section folds', 'return vim.fn.foldlevel(...) > 0', line)
      assert(child:lua('return vim.fn.foldclosed(...)', line) == -1, 'nothing is closed to begin with')
      child:go('三、')
      child:type('zc')
      child:wait_lua('it closes', 'return vim.fn.foldclosed(...) > 0', line)
      local last = child:lua('return vim.fn.foldclosedend(...)', line)
      assert(last >= child:find('总计', line), 'the table is in the fold of its section')
      assert(last < child:find('## 四、'), 'the next section is not')
    end,
  },
  {
    name = 'the figures of a sum are marked under a resting cursor',
    run = function()
      local child = setting.opened('broken.md', setting.draft('broken.md'), 'vim.o.updatetime = 50')
      child:agree()
      local line, column = child:go('| 8 | 2 | 0 | 0 | 1 | 0 | 10 |')
      child:lua('vim.api.nvim_win_set_cursor(0, { ... })', line, column + 2)
      child:type('l') -- a move, so that the cursor comes to rest
      child:wait_lua('marks', [[
        local namespace = vim.api.nvim_get_namespaces()['nvim.lsp.references']
          or vim.api.nvim_get_namespaces()['vim_lsp_references']
        return namespace and #vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, {}) > 1
      ]])
    end,
  },
  {
    name = 'plain text is coloured by the server',
    run = function()
      local child = setting.opened('tabs-2021.txt', setting.draft('tabs-2021.txt'))
      local line, column = child:find('一、')
      local code = [[
        local tokens = vim.lsp.semantic_tokens.get_at_pos(0, ...)
        return tokens and #tokens > 0 and tokens[1].type
      ]]
      local kind = child:wait_lua('semantic tokens', code, line - 1, column)
      assert(type(kind) == 'string', vim.inspect(kind))
    end,
  },
  {
    name = ':checkhealth nianbao is green',
    run = function()
      local child = setting.opened('broken.md', setting.draft('broken.md'), "vim.o.fileencodings = 'utf-8,gb18030'")
      child:agree()
      child:lua("vim.cmd('checkhealth nianbao')")
      local report = child:text()
      for _, word in ipairs({ 'ERROR', 'WARNING', '错误' }) do
        assert(not report:find(word, 1, true), report)
      end
      assert(report:find('服务正在运行', 1, true) and report:find('nianbao %d+%.%d+'), report)
    end,
  },
  {
    name = ':checkhealth nianbao says what is missing',
    run = function()
      local more = setting.has_011 and "vim.lsp.config('nianbao', { cmd = { 'no-such-nianbao', 'server' } })"
        or "require('nianbao').enable({ cmd = { 'no-such-nianbao', 'server' } })"
      local init = setting.init(more)
      if not setting.has_011 then
        init = init:gsub("require%('nianbao'%)%.enable%(%)", '')
      end
      local child = Child.start(init, {})
      child:lua("vim.cmd('checkhealth nianbao')")
      local report = child:text()
      assert(report:find('ERROR', 1, true) and report:find('找不到程序 no-such-nianbao', 1, true), report)
    end,
  },
  {
    name = ':help nianbao is found, in Chinese and English',
    run = function()
      local child = Child.start(setting.init(), {})
      for _, tag in ipairs({ 'nianbao', 'nianbao-options', 'nianbao-english', ':Nianbao' }) do
        child:lua("vim.cmd('silent! helptags ' .. (...) .. '/editors/nvim/doc')", setting.root)
        child:lua("vim.cmd('help ' .. ...)", tag)
        assert(child:lua('return vim.fn.expand("%:t")') == 'nianbao.txt', tag)
      end
    end,
  },
}
