-- expect: 5:29: norm 'esc': field 'group' holds the control character <U+001B>
-- A comparison group that would write over the reader's screen.
return pack { id = "x", version = "1", title = "x",
  norm { id = "esc", test = "sorensen", quantity = "s", age = { 18, 65 },
    population = "general", group = "\27[31mred", mean = 1, sd = 1, quality = "A", verified = "yes", source = "convention" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
