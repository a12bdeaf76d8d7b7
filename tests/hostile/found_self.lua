-- expect: rules ask for each other in a circle: a -> a
-- A rule that asks for itself.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = found("a"), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
