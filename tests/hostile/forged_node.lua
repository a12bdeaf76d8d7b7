-- expect: when takes a condition made of rule words, not a table
-- A table that looks like a condition is none.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = { op = "low", kind = 0, args = {} }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
