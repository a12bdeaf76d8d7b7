-- expect: the source of line 3 stands in the pack twice
-- One row placed again and again.
local s = source { id = "s", citation = "c" }
return pack { id = "x", version = "1", title = "x", s, s,
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
