-- expect: 5:53: test: holds a value without a name; write name = value
-- A table that holds itself.
local t = {}
t[1] = t
return pack { id = "x", version = "1", title = "x", test(t),
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
