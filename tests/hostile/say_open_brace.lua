-- expect: a { in say has no }
-- A sentence whose brace never closes.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = age():above(years(1)), say = "{side is low", strengthen = "core", cite = { "convention" }, evidence = "weak" } }
