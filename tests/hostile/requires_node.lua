-- expect: 4:23: the range of versions of 'base' is a text, ">=1.0 <2" or "^1.2", not a condition or number word
-- A condition in place of a range.
return pack { id = "x", version = "1", title = "x",
  requires = { base = age() },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
