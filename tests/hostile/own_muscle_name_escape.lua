-- expect: 4:22: muscle 'm': field 'name' holds the control character <U+009B>
-- A name with an 8-bit control: no byte below a space, and still a command to the screen.
return pack { id = "x", version = "1", title = "x",
  muscle { id = "m", name = "\u{9b}2J", latin = "m", synonyms = {}, paired = true, source = "convention" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
