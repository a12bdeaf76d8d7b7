-- expect: a pack brings at most 1000 rows
-- Rows of several kinds until memory is gone.
local i = 0
while true do
  i = i + 1
  source { id = "s" .. i, citation = "c" }
  position { id = "p" .. i, label = "l" }
  muscle { id = "m" .. i, name = "m", latin = "m", synonyms = {}, paired = true, source = "convention" }
end
