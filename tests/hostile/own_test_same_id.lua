-- expect: 4:15: test 'sorensen' stands in data/tests.lua:
-- A row that would take the place of a shared test, and of all that is measured by it.
return pack { id = "x", version = "1", title = "x",
  test { id = "sorensen", name = "n", how = "h", synonyms = {}, unit = "N", domain = "strength", paired = true,
    better = 1, decimals = 1, statistic = "mean", possible = { 0, 1 }, likely = { 0, 1 }, source = "convention",
    verified = "convention" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
