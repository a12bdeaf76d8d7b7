-- expect: a pack brings at most 1000 rows
-- Rows until memory is gone.
local i = 0
while true do
  i = i + 1
  norm { id = "n" .. i, test = "sorensen", quantity = "s", age = { 18, 65 }, population = "general", group = "g",
    mean = 1, sd = 1, quality = "A", verified = "yes", source = "convention" }
end
