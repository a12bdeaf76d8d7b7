-- expect: stopped after 20000000 steps
-- Millions of copies of one leaf.
local leaf = measure("ake")
for i = 1, 100000000 do local x = leaf.left end
