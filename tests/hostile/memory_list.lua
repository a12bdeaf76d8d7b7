-- expect: needs more than 32 MiB of memory
-- A list that grows until memory is gone.
local t = {}
local i = 0
repeat i = i + 1; t[i] = { i, i, i, i } until false
