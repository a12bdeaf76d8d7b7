-- expect: needs more than 32 MiB of memory
-- A function that calls itself without end.
local function f(n) return 1 + f(n + 1) end
f(1)
