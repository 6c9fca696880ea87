-- nvim -l run.lua FILE…: runs every case of the files, each in children of its own, and says how it ended.

local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
package.path = here .. '/?.lua;' .. package.path
local Child = require('child')

-- How long a case may take, in milliseconds. A child that hangs answers nothing, so it is ended for it.
local HANG = 1200000

local failed, count = 0, 0
for _, name in ipairs(arg) do
  local cases = vim.tbl_filter(function(case)
    return not case.needs_011 or vim.fn.has('nvim-0.11') == 1
  end, dofile(here .. '/' .. name .. '.lua'))
  for _, case in ipairs(cases) do
    local began = vim.uv.hrtime()
    local watch = vim.uv.new_timer()
    watch:start(HANG, 0, Child.kill_all)
    local passed, message = xpcall(case.run, debug.traceback)
    watch:close()
    Child.stop_all()
    count = count + 1
    local seconds = (vim.uv.hrtime() - began) / 1e9
    if not passed then
      failed = failed + 1
    end
    io.stdout:write(('%s  %s: %s  %.1f s\n'):format(passed and 'ok    ' or 'FAILED', name, case.name, seconds))
    if not passed then
      io.stdout:write(message .. '\n')
    end
    io.stdout:flush()
  end
end
io.stdout:write(('%d cases, %d failed\n'):format(count, failed))
os.exit(failed == 0 and 0 or 1)
