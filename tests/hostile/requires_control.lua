-- expect: is no range of versions: write ">=1.2 <2" or "^1.2"
-- A range that would write over the reader's screen.
return pack { id = "x", version = "1", title = "x",
  requires = { ["red-flags"] = "\27[31m>=1" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
