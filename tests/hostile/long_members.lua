-- expect: 5:19: unknown test 'x'
-- The same as a member of a node that is poisoned already.
local name = "0123456789abcdef"
for i = 1, 18 do name = name .. name end
local p = measure("x")
for i = 1, 100000 do local x = p[name] end
