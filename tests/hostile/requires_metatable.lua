-- expect: 4:14: unknown word 'setmetatable'
-- A table that pretends to hold ranges.
return pack { id = "x", version = "1", title = "x",
  requires = setmetatable({}, { __pairs = function() while true do end end, __index = function() return "^1" end }),
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
