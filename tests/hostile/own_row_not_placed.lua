-- expect: 3:1: this muscle stands in no pack: put it inside pack { ... }
-- A row beside the pack.
muscle { id = "m", name = "m", latin = "m", synonyms = {}, paired = true, source = "convention" }
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
