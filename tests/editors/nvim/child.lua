-- A Neovim that is driven like a user drives it: keys go in, and its state is asked for until it is what it should be.
-- The driver is a Neovim too and talks to it over its RPC pipe.

local Child = {}
Child.__index = Child

-- How long a state may take to come. Only a fault takes so long.
local HANG = 60

-- Every child that runs, so that none is left over.
local running = {}

--- Starts a Neovim with an init.lua of this text, in a folder with these files (name → text).
function Child.start(init, files)
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder, 'p')
  for name, text in pairs(files or {}) do
    Child.write(folder .. '/' .. name, text)
  end
  Child.write(folder .. '.lua', init)
  local self = setmetatable({ folder = folder }, Child)
  self.channel = vim.fn.jobstart({ vim.v.progpath, '--embed', '--headless', '-u', folder .. '.lua', '-n' }, {
    rpc = true,
    cwd = folder,
    env = { HOME = vim.env.HOME },
  })
  assert(self.channel > 0, 'Neovim does not start')
  self.pid = vim.fn.jobpid(self.channel)
  table.insert(running, self)
  self:lua('vim.o.columns, vim.o.lines = 160, 50')
  return self
end

function Child.write(path, text)
  local file = assert(io.open(path, 'w'))
  file:write(text)
  file:close()
end

function Child.read(path)
  local file = assert(io.open(path))
  local text = file:read('*a')
  file:close()
  return text
end

--- Runs Lua in the child and returns what it returns.
function Child:lua(code, ...)
  local value = vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
  return value ~= vim.NIL and value or nil -- vim.NIL would count as true
end

--- Types. Returns at once; nobody waits for what it does.
function Child:type(keys)
  local sent = 0
  while sent < #keys do -- the child's queue may be full
    sent = sent + vim.rpcrequest(self.channel, 'nvim_input', keys:sub(sent + 1))
  end
end

--- Waits until `state()` is true (or something), and returns that. `what` names it in the error.
function Child:wait(what, state, seconds)
  local value
  local came = vim.wait((seconds or HANG) * 1000, function()
    value = state()
    return value and true or false
  end, 20)
  if not came then
    local mode, place = self:lua('return vim.api.nvim_get_mode().mode'), self:lua("return vim.fn.getcurpos()[2] .. ':' .. vim.fn.getline('.')")
    error(('waited in vain: %s\nmode %s, cursor at %s\nmessages: %s'):format(what, mode, place, self:messages()), 2)
  end
  return value
end

--- Waits for Lua code in the child to return something true.
function Child:wait_lua(what, code, ...)
  local arguments = { ... }
  return self:wait(what, function()
    return self:lua(code, unpack(arguments))
  end)
end

--- Opens a file of the folder and waits for the server.
function Child:edit(name)
  self:lua("vim.cmd.edit(vim.fn.fnameescape(...))", self.folder .. '/' .. name)
  self:wait_lua('the server attaches', "return #vim.lsp.get_clients({ bufnr = 0, name = 'nianbao' }) > 0")
  self:wait_lua('the server is ready', "return vim.lsp.get_clients({ bufnr = 0, name = 'nianbao' })[1].initialized")
end

function Child:messages()
  return self:lua("return vim.fn.execute('messages')")
end

--- The current buffer as a file has it.
function Child:text()
  return table.concat(self:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n') .. '\n'
end

--- The place of a text in the current buffer: its line from 1, its byte from 0.
function Child:find(text, after)
  local lines = self:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')
  for number = after or 1, #lines do
    local at = lines[number]:find(text, 1, true)
    if at then
      return number, at - 1
    end
  end
  error('not in the buffer: ' .. text, 2)
end

--- Puts the cursor before a text.
function Child:go(text, after)
  local line, column = self:find(text, after)
  self:lua('vim.api.nvim_win_set_cursor(0, { ... })', line, column)
  return line, column
end

--- The findings shown in the current buffer, in a comparable form, sorted.
function Child:findings()
  local shown = self:lua([[
    return vim.tbl_map(function(d)
      return { d.lnum, d.col, d.end_lnum, d.end_col, d.severity, d.code, d.message, d.source }
    end, vim.diagnostic.get(0))
  ]])
  local lines = vim.tbl_map(function(d)
    return ('%d:%d-%d:%d %d %s %s (%s)'):format(unpack(d))
  end, shown)
  table.sort(lines)
  return lines
end

local severities = { error = 1, warning = 2, info = 3, hint = 4 }

--- What `nianbao check` finds in a text, in the same form.
function Child.check(text, ending)
  local path = vim.fn.tempname() .. '.' .. (ending or 'md')
  Child.write(path, text)
  local result = vim.system({ 'nianbao', 'check', '--format', 'json', '--no-config', path }, { text = true }):wait()
  assert(result.code < 2, result.stderr)
  local function place(at)
    local before = text:sub(1, at.offset)
    return at.line - 1, #before:match('[^\n]*$')
  end
  local lines = {}
  for _, finding in ipairs(vim.json.decode(result.stdout)) do
    local line, column = place(finding.range.start)
    local end_line, end_column = place(finding.range['end'])
    local severity = severities[finding.severity]
    local from, to = ('%d:%d'):format(line, column), ('%d:%d'):format(end_line, end_column)
    table.insert(lines, ('%s-%s %d %s %s (nianbao)'):format(from, to, severity, finding.rule, finding.message))
  end
  table.sort(lines)
  return lines
end

--- Waits until the findings shown are those of `nianbao check` of the buffer; returns them.
function Child:agree(ending)
  local text = self:text()
  local expected, shown = Child.check(text, ending), nil
  local came = vim.wait(HANG * 1000, function()
    shown = self:findings()
    return vim.deep_equal(shown, expected)
  end, 50)
  assert(came, ('shown:\n%s\nexpected:\n%s'):format(table.concat(shown, '\n'), table.concat(expected, '\n')))
  return shown
end

--- Ends the child.
function Child:stop()
  pcall(vim.rpcnotify, self.channel, 'nvim_command', 'qall!')
  if vim.fn.jobwait({ self.channel }, 10000)[1] == -1 then
    vim.fn.jobstop(self.channel)
  end
end

--- Ends all children that run, whatever they do.
function Child.kill_all()
  for _, child in ipairs(running) do
    vim.uv.kill(child.pid, 'sigkill')
  end
end

--- Ends all children that run.
function Child.stop_all()
  for _, child in ipairs(running) do
    child:stop()
  end
  running = {}
end

return Child
