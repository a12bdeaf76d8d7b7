-- expect: 4:60: test 'inf': field 'possible' must be a finite number
-- Bounds that no reading can be outside of.
return pack { id = "x", version = "1", title = "x",
  test { id = "inf", name = "n", how = "h", synonyms = {}, possible = { -1/0, 1/0 }, likely = { 0, 1 }, unit = "N",
    domain = "strength", paired = true, better = 1, decimals = 1, statistic = "mean", source = "convention",
    verified = "convention" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
