-- What is there without being asked for: the command :Nianbao, and what a buffer gets when the server attaches to it.
-- No keys are mapped, and the server is started by nobody but vim.lsp.enable('nianbao').

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

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('nianbao', { clear = true }),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'nianbao' then
      require('nianbao').attach(client, event.buf)
    end
  end,
})
