-- expect: 5:29: unknown test '0123456789abcdef
-- A name of millions of bytes, many times over.
local name = "0123456789abcdef"
for i = 1, 18 do name = name .. name end
for i = 1, 900 do local x = measure(name) end
