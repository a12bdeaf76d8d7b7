-- expect: when takes a condition made of rule words, not
-- A pack where a condition is asked for.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = pack { id = "y", version = "1", title = "y" }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
