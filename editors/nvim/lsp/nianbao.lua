-- The language server for Neovim 0.11 and later: vim.lsp.enable('nianbao'). Neovim 0.10 reads it through
-- require('nianbao').enable(). Change any of it with vim.lsp.config('nianbao', { … }).

return {
  cmd = { 'nianbao', 'server' },
  filetypes = { 'markdown', 'html', 'text', 'tsv' },
  -- The folder whose settings hold and whose other reports are looked at; for a draft that stands alone, its own.
  root_dir = function(bufnr, on_dir)
    on_dir(require('nianbao').root(bufnr))
  end,
  before_init = function(params)
    local document = params.capabilities.textDocument
    -- The server sends diagnostics of itself to a client that does not ask: of hidden buffers too, after changed
    -- settings at once, and those of nianbao.toml. Neovim asks for none of these.
    document.diagnostic = nil
    -- Neovim 0.10 takes the end of a line for most places in a line of Chinese when it counts in UTF-16.
    params.capabilities.general.positionEncodings = { 'utf-8', 'utf-16' }
    -- Neovim 0.10 can expand snippets, but does not say so.
    document.completion.completionItem.snippetSupport = true
  end,
}
