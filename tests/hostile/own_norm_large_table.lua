-- expect: steps
-- One large table that every row would have to be looked through for.
local large = {}
for i = 1, 100000 do large[i] = i end
for i = 1, 500 do
  norm { id = "n", age = large, positions = large }
end
