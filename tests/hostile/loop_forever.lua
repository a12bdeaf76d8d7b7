-- expect: 4: stopped after 20000000 steps
-- A loop that never ends.
local n = 0
while true do n = n + 1 end
