-- expect: 5:1: norm has a field with a very long name
-- A field name that would be copied into a message as long as itself.
local name, row = "x", {}
for i = 1, 16 do name = name .. name end
norm { [name] = 1 }
return pack { id = "x", version = "1", title = "x" }
