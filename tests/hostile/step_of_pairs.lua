-- expect: 3: bad argument #1 to 'step' (table expected, got number)
-- The same behind pairs.
local step = pairs({ a = 1 }); step(5)
