-- expect: 5:10: conditions are nested deeper than 100 levels
-- A tree that would overflow the stack when it is judged.
local node = low("gluteus_medius")
for i = 1, 100000 do
  node = all { node }
end
return pack { id = "x", version = "1", title = "x" }
