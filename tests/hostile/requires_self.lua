-- expect: 4:16: a pack does not require itself: found("rule") asks for its own rules
-- A pack that requires itself.
return pack { id = "x", version = "1", title = "x",
  requires = { x = "^1" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
