-- expect: 4:8: entry 1 of the pack is a table, not a rule { }
-- A table with the fields of a norm that no norm { } has checked.
local forged = { id = "n", test = "sorensen", mean = 1 }
return pack { id = "x", version = "1", title = "x", forged,
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
