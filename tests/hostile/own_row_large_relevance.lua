-- expect: steps
-- Rows that each tell of as many muscles as may be, asked for after every one of them.
local relevance, i = {}, 0
for k = 1, 200 do
  muscle { id = "m" .. k, name = "m", latin = "m", synonyms = {}, paired = true, source = "convention" }
  relevance["m" .. k] = 1
end
while true do
  i = i + 1
  if i <= 790 then
    test { id = "t" .. i, name = "n", how = "h", synonyms = {}, unit = "N", domain = "strength", paired = true,
      better = 1, decimals = 1, statistic = "mean", possible = { 0, 1 }, likely = { 0, 1 }, relevance = relevance,
      source = "convention", verified = "convention" }
  end
  strength("m1")
end
