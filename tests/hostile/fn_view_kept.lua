-- expect: unknown word 'p'
-- The view exists only while a function judges.
local kept = p
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
