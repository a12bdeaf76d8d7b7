-- expect: 4:15: norm 'N001' stands in data/norms.lua:
-- A row that would take the place of a shared one.
return pack { id = "x", version = "1", title = "x",
  norm { id = "N001", test = "hhd_hip_flexion", quantity = "%BW", age = { 18, 65 }, population = "general",
    group = "g", mean = 1, sd = 1, quality = "A", verified = "yes", source = "convention" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
