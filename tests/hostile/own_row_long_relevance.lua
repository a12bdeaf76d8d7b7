-- expect: 5:53: test has a field with a very long name
-- The name of a muscle that would be copied into a message as long as itself.
local name = "x"
for i = 1, 16 do name = name .. name end
return pack { id = "x", version = "1", title = "x", test { id = "t", relevance = { [name] = 1 } },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
