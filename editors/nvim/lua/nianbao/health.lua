-- :checkhealth nianbao

local nianbao = require('nianbao')

local M = {}

-- The command that starts the server, as it is configured.
local function command()
  local running = vim.lsp.get_clients({ name = 'nianbao' })[1]
  return (running and running.config or nianbao.config()).cmd
end

local function check_server(health)
  local cmd = command()
  if type(cmd) ~= 'table' then
    health.info('服务由函数启动：无法检查是哪个程序')
    return
  end
  local program = vim.fn.exepath(cmd[1])
  if program == '' then
    health.error(('找不到程序 %s'):format(cmd[1]), {
      '在 nianbao 的源码目录下运行 cargo install --path .',
      "或者写明路径：vim.lsp.config('nianbao', { cmd = { '/…/nianbao', 'server' } })",
    })
    return
  end
  local result = vim.system({ program, '--version' }, { text = true, timeout = 10000 }):wait()
  if result.code == 0 then
    health.ok(('%s：%s'):format(vim.trim(result.stdout), program))
  else
    health.error(('%s 不能运行：%s'):format(program, vim.trim(result.stderr or '')), { '重新安装 nianbao' })
  end
end

local function check_clients(health)
  local clients = vim.lsp.get_clients({ name = 'nianbao' })
  if #clients == 0 then
    health.info('服务没有启动：打开一份草稿（Markdown、HTML、纯文本）后才启动')
    local enabled = nianbao.has_011 and (not vim.lsp.is_enabled or vim.lsp.is_enabled('nianbao'))
      or vim.fn.exists('#nianbao.enable#FileType') == 1
    if not enabled then
      local line = nianbao.has_011 and "vim.lsp.enable('nianbao')" or "require('nianbao').enable()"
      health.warn('服务没有启用', { '在 init.lua 中写：' .. line })
    end
  end
  for _, client in ipairs(clients) do
    local buffers = vim.lsp.get_buffers_by_client_id and vim.lsp.get_buffers_by_client_id(client.id)
      or vim.tbl_keys(client.attached_buffers)
    health.ok(('服务正在运行：编号 %d，文件夹 %s，%d 个文件'):format(client.id, client.root_dir or '（无）', #buffers))
  end
end

local function check_encodings(health)
  if vim.o.fileencodings:find('gb18030') then
    health.ok("'fileencodings' 含 gb18030：GB18030 编码的草稿也能打开")
  else
    health.info(
      "'fileencodings' 没有 gb18030：GB18030（GBK）编码的草稿会显示为乱码。"
        .. "需要时写：vim.o.fileencodings = 'ucs-bom,utf-8,gb18030,default,latin1'"
    )
  end
end

local function check_options(health)
  local known, wrong = nianbao.option_names(), {}
  for name in pairs(vim.g.nianbao or {}) do
    if not vim.list_contains(known, name) then
      table.insert(wrong, name)
    end
  end
  if #wrong > 0 then
    health.warn(
      'vim.g.nianbao 中有不认识的键：' .. table.concat(wrong, '、'),
      { '可用的键：' .. table.concat(known, '、') }
    )
    return
  end
  local shown = {}
  for _, name in ipairs(known) do
    table.insert(shown, ('%s=%s'):format(name, nianbao.options()[name]))
  end
  health.ok('选项：' .. table.concat(shown, '，'))
end

--- :checkhealth nianbao
function M.check()
  local health = vim.health
  health.start('nianbao')
  if vim.fn.has('nvim-0.10') == 0 then
    health.error('需要 Neovim 0.10 以上', { '升级 Neovim' })
    return
  end
  health.ok('Neovim ' .. tostring(vim.version()))
  check_server(health)
  check_clients(health)
  check_options(health)
  check_encodings(health)
end

return M
