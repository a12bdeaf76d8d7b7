-- expect: 5:52: norm 'tiny': field 'sd' is far outside anything that is measured
-- A spread so small that its square is zero.
return pack { id = "x", version = "1", title = "x",
  norm { id = "tiny", test = "sorensen", quantity = "s", age = { 18, 65 },
    population = "general", group = "g", mean = 1, sd = 1e-300, quality = "A", verified = "yes", source = "convention" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
