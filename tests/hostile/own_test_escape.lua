-- expect: 5:32: test 'esc': field 'how' holds the control character <U+001B>
-- A description that would write over the reader's screen.
return pack { id = "x", version = "1", title = "x",
  test { id = "esc", name = "n",
    synonyms = {}, unit = "N", how = "\27[2J", domain = "strength", paired = true, better = 1, decimals = 1,
    statistic = "mean", possible = { 0, 1 }, likely = { 0, 1 }, source = "convention", verified = "convention" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
