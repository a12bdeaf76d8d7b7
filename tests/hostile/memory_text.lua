-- expect: needs more than 32 MiB of memory
-- A text that doubles.
local s = "0123456789abcdef"
for i = 1, 40 do s = s .. s end
