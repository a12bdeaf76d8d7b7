-- expect: weight is a number above 0 and at most 10
-- A weight that would poison every sum.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = age():above(years(1)), weight = 0/0, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
