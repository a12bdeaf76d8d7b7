-- expect-title: %s%n%99999d
-- Text is never a format.
return pack { id = "x", version = "1", title = "%s%n%99999d",
  rule { id = "a", title = "%s%n", when = age():above(years(1)), say = "%s%s%s%n", strengthen = "core", cite = { "convention" }, evidence = "weak" } }
