-- expect: attempt to call a nil value (field 'rep')
-- string has no functions that run for minutes.
local s = string.rep("x", 1e9)
