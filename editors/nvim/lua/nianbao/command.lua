-- :Nianbao

local nianbao = require('nianbao')

local M = {}

local function say(text)
  vim.notify('nianbao：' .. text, vim.log.levels.INFO)
end

local function complain(text)
  vim.notify('nianbao：' .. text, vim.log.levels.ERROR)
end

-- The client of the current buffer, or any: not every command is about a buffer.
local function find(of_buffer)
  local bufnr = of_buffer and vim.api.nvim_get_current_buf() or nil
  local client = vim.lsp.get_clients({ name = 'nianbao', bufnr = bufnr })[1]
  if not client then
    complain(of_buffer and '这个文件没有语言服务' or '语言服务没有运行：先打开一份草稿')
  end
  return client
end

--- Has the server do a command, and calls `done` with what it answers if that is something.
function M.execute(client, name, arguments, done)
  local command = { title = name, command = 'nianbao.server.' .. name, arguments = { arguments } }
  local bufnr = vim.api.nvim_get_current_buf()
  local function answered(error, answer)
    if error then
      complain(error.message)
    elseif answer == nil or answer == vim.NIL then
      complain('这个文件没有语言服务')
    else
      done(answer)
    end
  end
  if nianbao.has_011 then
    client:exec_cmd(command, { bufnr = bufnr }, answered)
  else
    client._exec_cmd(client, command, { bufnr = bufnr }, answered)
  end
end

-- Does a command about the current buffer.
local function on_buffer(name, done)
  local client = find(true)
  if client then
    M.execute(client, name, { uri = vim.uri_from_bufnr(0) }, done)
  end
end

local function optional(value)
  return value ~= vim.NIL and value or nil
end

-- 3 个错误，0 个警告…
local function counted(findings)
  local hints = findings.info + findings.hint
  return ('%d 个错误，%d 个警告，%d 条提示'):format(findings.error, findings.warning, hints)
end

local function edited(what)
  return function(answer)
    if answer.edits == 0 then
      say('没有需要' .. what .. '的')
    elseif answer.applied then
      say(('%s了 %d 处'):format(what, answer.edits))
    else
      complain('没有修改：文件在此期间有了改动，请再试一次')
    end
  end
end

-- Opens a new buffer with a text, called as a file that is not written yet.
local function open(text, filetype, name)
  vim.cmd.enew()
  if name and not pcall(vim.api.nvim_buf_set_name, 0, name) then
    complain('已经打开了 ' .. name .. '：保存时请另取名字')
  end
  local lines = vim.split(text, '\r?\n')
  if lines[#lines] == '' then
    table.remove(lines) -- a file's last line ends too
  end
  vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
  vim.bo.filetype = filetype
end

-- Puts a piece in place of its range and lets its fields be filled in.
local function insert(piece, client)
  local bufnr, range = vim.api.nvim_get_current_buf(), piece.range
  vim.lsp.util.apply_text_edits({ { range = range, newText = '' } }, bufnr, client.offset_encoding)
  local line = vim.api.nvim_buf_get_lines(bufnr, range.start.line, range.start.line + 1, false)[1] or ''
  local column = nianbao.byte_index(line, range.start.character, client)
  vim.api.nvim_win_set_cursor(0, { range.start.line + 1, column })
  require('nianbao.completion').expand(bufnr, optional(piece.snippet), piece.newText)
end

local commands = {
  new = {
    help = '新建年度报告：写明机关名称和年度',
    run = function(organ, year)
      local client = find(false)
      if not client then
        return
      end
      local function create(name, of_year)
        local arguments = { organ = name, year = tonumber(of_year) or of_year }
        arguments.folder = client.root_dir and vim.uri_from_fname(client.root_dir) or nil
        M.execute(client, 'newReport', arguments, function(answer)
          local filetype = answer.languageId == 'plaintext' and 'text' or answer.languageId
          open(answer.text, filetype, vim.fs.joinpath(client.root_dir or vim.fn.getcwd(), answer.fileName))
          if optional(answer.lastYear) then
            say('上年结转的数字取自 ' .. vim.uri_to_fname(answer.lastYear))
          end
        end)
      end
      local function ask_year(name)
        M.execute(client, 'dueYear', vim.empty_dict(), function(due)
          vim.ui.input({ prompt = '年度：', default = tostring(due.year) }, function(of_year)
            if of_year and of_year ~= '' then
              create(name, of_year)
            end
          end)
        end)
      end
      if organ and year then
        create(organ, year)
      elseif organ then
        ask_year(organ)
      else
        vim.ui.input({ prompt = '机关名称：' }, function(name)
          if name and name ~= '' then
            ask_year(name)
          end
        end)
      end
    end,
  },
  insert = {
    help = '插入部分或标准表格，这里需要的在前',
    run = function()
      local client = find(true)
      if not client then
        return
      end
      local position = vim.lsp.util.make_position_params(0, client.offset_encoding).position
      local arguments = { uri = vim.uri_from_bufnr(0), position = position }
      M.execute(client, 'templates', arguments, function(pieces)
        if #pieces == 0 then
          say('这里没有可以插入的')
          return
        end
        local function shown(piece)
          return ('%s%s  %s'):format(piece.needed and '● ' or '  ', piece.label, piece.detail)
        end
        vim.ui.select(pieces, { prompt = '插入', format_item = shown }, function(piece)
          if piece then
            insert(piece, client)
          end
        end)
      end)
    end,
  },
  recalculate = {
    help = '重新计算合计',
    run = function()
      on_buffer('recalculate', edited('计算'))
    end,
  },
  fix = {
    help = '修复标题、行名和列名',
    run = function()
      on_buffer('fixAll', edited('修复'))
    end,
  },
  status = {
    help = '格式、年度、勾稽关系和结果的个数',
    run = function()
      on_buffer('status', function(answer)
        if #answer.reports == 0 then
          say('这个文件中没有年度报告')
        end
        for _, report in ipairs(answer.reports) do
          local whose = (optional(report.organ) or '') .. (optional(report.year) and report.year .. '年' or '')
          local level = optional(report.body) and '（' .. report.body .. '）' or ''
          local sums = ('勾稽 %d/%d'):format(report.equations.held, report.equations.of)
          local form = ('%d年格式'):format(report.edition)
          say(table.concat({ (whose ~= '' and whose or '年度报告') .. level, form, sums, counted(report.findings) }, '，'))
        end
      end)
    end,
  },
  check = {
    help = '检查整个文件夹',
    run = function()
      local client = find(false)
      if client then
        M.execute(client, 'checkFolders', vim.empty_dict(), function(answer)
          local what = ('%d 个文件，%d 份报告：%s'):format(answer.files, answer.reports, counted(answer.findings))
          say('检查了 ' .. what)
        end)
      end
    end,
  },
  extract = {
    help = '读出的内容（JSON），显示在新的缓冲区',
    run = function()
      on_buffer('extract', function(answer)
        open(vim.json.encode(answer), 'json')
        vim.bo.buftype = 'nofile'
      end)
    end,
  },
  restart = {
    help = '重新启动语言服务',
    run = function()
      local buffers = {}
      for _, client in ipairs(vim.lsp.get_clients({ name = 'nianbao' })) do
        vim.list_extend(buffers, vim.tbl_keys(client.attached_buffers))
        vim.lsp.stop_client(client.id)
      end
      vim.wait(5000, function()
        return #vim.lsp.get_clients({ name = 'nianbao' }) == 0
      end, 20)
      for _, bufnr in ipairs(buffers) do
        if vim.api.nvim_buf_is_loaded(bufnr) then
          vim.api.nvim_exec_autocmds('FileType', { buffer = bufnr, modeline = false })
        end
      end
    end,
  },
  log = {
    help = '打开语言服务的日志',
    run = function()
      vim.cmd.tabnew(vim.fn.fnameescape(vim.lsp.get_log_path and vim.lsp.get_log_path() or vim.lsp.log.get_filename()))
    end,
  },
}

--- The subcommands' names, sorted.
function M.names()
  local names = vim.tbl_keys(commands)
  table.sort(names)
  return names
end

--- What :Nianbao completes.
function M.complete(lead, line)
  if line:find('Nianbao%s+%S+%s') then
    return {}
  end
  return vim.tbl_filter(function(name)
    return vim.startswith(name, lead)
  end, M.names())
end

--- Does what :Nianbao says. Without a word it says what there is.
function M.run(words)
  local command = commands[words[1]]
  if command then
    command.run(unpack(words, 2))
    return
  end
  local lines = words[1] and { ('nianbao：没有 :Nianbao %s'):format(words[1]) } or {}
  for _, name in ipairs(M.names()) do
    table.insert(lines, (':Nianbao %-12s %s'):format(name, commands[name].help))
  end
  vim.notify(table.concat(lines, '\n'), words[1] and vim.log.levels.ERROR or vim.log.levels.INFO)
end

return M
