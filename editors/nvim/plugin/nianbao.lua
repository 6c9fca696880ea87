-- What is there without being asked for: the command :Nianbao, <Plug> mappings, and what a buffer gets when the server
-- attaches to it. No keys are mapped, and the server is started by nobody but vim.lsp.enable('nianbao').

if vim.g.loaded_nianbao then
  return
end
vim.g.loaded_nianbao = true

vim.api.nvim_create_user_command('Nianbao', function(opts)
  require('nianbao.command').run(opts.fargs)
end, {
  nargs = '*',
  desc = '年报：新建、插入表格、重新计算、检查文件夹……',
  complete = function(lead, line)
    return require('nianbao.command').complete(lead, line)
  end,
})

local function plug(name, desc, run)
  vim.keymap.set({ 'n', 'i', 's' }, ('<Plug>(nianbao-%s)'):format(name), function()
    run(require('nianbao.values'))
  end, { desc = '年报：' .. desc })
end

plug('next-value', '表格中下一个数', function(values)
  values.go_to_value(false)
end)
plug('previous-value', '表格中上一个数', function(values)
  values.go_to_value(true)
end)
plug('next-unfilled', '去下一处未填的地方', function(values)
  values.go_to_unfilled()
end)

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('nianbao', { clear = true }),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'nianbao' then
      require('nianbao').attach(client, event.buf)
    end
  end,
})
