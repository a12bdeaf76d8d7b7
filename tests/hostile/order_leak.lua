-- expect-title: 1 2 3 alpha beta delta gamma
-- pairs goes in one order, whatever the hash seed.
local words = {}
for key in pairs { gamma = 1, beta = 2, alpha = 3, delta = 4, "x", "y", "z" } do
  table.insert(words, tostring(key))
end
return pack {
  id = "x", version = "1", title = table.concat(words, " "),
  rule { id = "a", title = "a", when = measure("rest_days"):known(), strengthen = "core", cite = { "convention" }, evidence = "weak" },
}
