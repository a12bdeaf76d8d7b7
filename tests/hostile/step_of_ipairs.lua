-- expect: 3: bad argument #1 to 'step' (table expected, got number)
-- The step function behind ipairs, called by hand with something that is no table.
local step = ipairs({}); step(5, 0)
