-- What a buffer gets when the server attaches to it, and the start of the server in Neovim 0.10.

local M = {}

-- What vim.g.nianbao may switch. :help nianbao-options
local defaults = {
  inline = true,
  completion = true,
  inlay_hints = true,
  highlight = true,
  folding = false,
}

--- The options: vim.g.nianbao over the defaults.
function M.options()
  return vim.tbl_extend('force', defaults, vim.g.nianbao or {})
end

--- The names of all options, sorted.
function M.option_names()
  local names = vim.tbl_keys(defaults)
  table.sort(names)
  return names
end

--- Whether this is Neovim 0.11 or later.
M.has_011 = vim.fn.has('nvim-0.11') == 1

--- The folder of a buffer's draft: the nearest with a nianbao.toml or a repository, or else the one it stands in. nil for
--- a buffer without a file.
function M.root(bufnr)
  local name = vim.api.nvim_buf_get_name(bufnr)
  if name == '' then
    return nil
  end
  return vim.fs.root(bufnr, { 'nianbao.toml', '.git' }) or vim.fs.dirname(name)
end

--- How the server is configured, as vim.lsp.config() has it.
function M.config()
  if M.has_011 then
    return vim.lsp.config.nianbao
  end
  M.given = M.given or dofile(vim.api.nvim_get_runtime_file('lsp/nianbao.lua', false)[1])
  return M.given
end

--- Starts the server for the drafts that are opened from now on, and for those that are open. In Neovim 0.11 and later
--- this is vim.lsp.enable('nianbao'). `config` has what vim.lsp.config() takes: cmd, filetypes, settings…
function M.enable(config)
  if M.has_011 then
    if config then
      vim.lsp.config('nianbao', config)
    end
    vim.lsp.enable('nianbao')
    return
  end
  config = vim.tbl_deep_extend('force', M.config(), config or {}, { name = 'nianbao' })
  M.given = config
  local function start(bufnr)
    if vim.bo[bufnr].buftype == '' then
      config.root_dir(bufnr, function(root)
        vim.lsp.start(vim.tbl_extend('force', config, { root_dir = root }), { bufnr = bufnr })
      end)
    end
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('nianbao.enable', { clear = true }),
    pattern = config.filetypes,
    callback = function(event)
      start(event.buf)
    end,
  })
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(bufnr) and vim.list_contains(config.filetypes, vim.bo[bufnr].filetype) then
      start(bufnr)
    end
  end
end

--- What stands beside a line: what has to be there first, for lines are cut at the edge of the window.
function M.short(diagnostic)
  local line = vim.split(diagnostic.message, '\n')[1]
  local what, should = line:match('^(“.-”)(应为.*)$')
  return what and (should:match('^(.-)：') or should) .. '：' .. what or line
end

-- Findings beside their lines, unless the user has chosen a way to see them. Only ours: the setting of everybody else's
-- diagnostics stays as it is.
local function show_inline(client)
  local chosen = vim.diagnostic.config()
  -- Before 0.11 it is `true` for those who have not chosen anything.
  local is_plain = not chosen.virtual_text or chosen.virtual_text == true
  if is_plain and not chosen.virtual_lines then
    vim.diagnostic.config({ virtual_text = { format = M.short } }, vim.lsp.diagnostic.get_namespace(client.id))
  end
end

-- While the cursor rests on a figure, the figures of its sums are marked.
local function highlight(bufnr)
  local group = vim.api.nvim_create_augroup('nianbao.highlight.' .. bufnr, { clear = true })
  vim.api.nvim_create_autocmd({ 'CursorHold', 'CursorHoldI' }, {
    group = group,
    buffer = bufnr,
    callback = function()
      if #vim.lsp.get_clients({ bufnr = bufnr, name = 'nianbao' }) > 0 then
        vim.lsp.buf.document_highlight()
      end
    end,
  })
  vim.api.nvim_create_autocmd({ 'CursorMoved', 'CursorMovedI', 'BufLeave' }, {
    group = group,
    buffer = bufnr,
    callback = vim.lsp.buf.clear_references,
  })
end

-- Sections and tables can be folded; nothing is closed to begin with.
local function fold(bufnr)
  local expression = M.has_011 and 'v:lua.vim.lsp.foldexpr()' or "v:lua.require'nianbao.folding'.expr()"
  local function set(window)
    vim.wo[window][0].foldexpr = expression
    vim.wo[window][0].foldmethod = 'expr'
    vim.wo[window][0].foldlevel = 99
  end
  for _, window in ipairs(vim.fn.win_findbuf(bufnr)) do
    set(window)
  end
  vim.api.nvim_create_autocmd('BufWinEnter', {
    group = vim.api.nvim_create_augroup('nianbao.folding.' .. bufnr, { clear = true }),
    buffer = bufnr,
    callback = function()
      set(vim.api.nvim_get_current_win())
    end,
  })
  if not M.has_011 then
    require('nianbao.folding').attach(bufnr)
  end
end

--- Gives a buffer what vim.g.nianbao does not switch off. Called when the server attaches to it.
function M.attach(client, bufnr)
  local options = M.options()
  if options.inline then
    show_inline(client)
  end
  if options.completion then
    require('nianbao.completion').attach(client, bufnr)
  end
  if options.inlay_hints then
    vim.lsp.inlay_hint.enable(true, { bufnr = bufnr })
  end
  if options.highlight then
    highlight(bufnr)
  end
  if options.folding then
    fold(bufnr)
  end
end

--- Sends a request. Neovim 0.10 calls a client's functions without the client.
function M.request(client, method, params, handler, bufnr)
  if M.has_011 then
    return client:request(method, params, handler, bufnr)
  end
  return client.request(method, params, handler, bufnr)
end

--- Sends a request and waits for what is answered, so many milliseconds at most.
function M.request_sync(client, method, params, patience, bufnr)
  if M.has_011 then
    return client:request_sync(method, params, patience, bufnr)
  end
  return client.request_sync(method, params, patience, bufnr)
end

--- The byte of a line at which the server's `index` is.
function M.byte_index(line, index, client)
  if M.has_011 then
    return vim.str_byteindex(line, client.offset_encoding, index, false)
  end
  return vim.lsp.util._str_byteindex_enc(line, index, client.offset_encoding)
end

return M
