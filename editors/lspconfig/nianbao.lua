---@brief
---
--- @REPOSITORY@
---
--- Checks drafts of 政府信息公开工作年度报告, the annual report on government information disclosure that every Chinese
--- administrative body publishes. It says nothing about other documents.
---
--- `nianbao` can be installed via `pip`, `npm` or `cargo`:
--- ```sh
--- pip install nianbao
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'nianbao', 'server' },
  filetypes = { 'markdown', 'html', 'text', 'tsv' },
  root_markers = { 'nianbao.toml', '.git' },
}
