-- expect: 5:42: norm 'huge': field 'mean' must be a finite number
-- A comparison group whose mean would make every distance infinite.
return pack { id = "x", version = "1", title = "x",
  norm { id = "huge", test = "sorensen", quantity = "s", age = { 18, 65 },
    population = "general", group = "g", mean = 1/0, sd = 1, quality = "A", verified = "yes", source = "convention" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
