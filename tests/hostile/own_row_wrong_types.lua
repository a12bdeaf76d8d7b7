-- expect: 4:60: muscle 'm': field 'paired' must be true or false, not a text
-- Every field of another type.
return pack { id = "x", version = "1", title = "x",
  muscle { id = "m", name = {}, latin = 5, synonyms = "s", paired = "yes", group = {}, members = age, source = true },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
