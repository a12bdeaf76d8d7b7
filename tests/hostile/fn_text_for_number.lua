-- expect-run: the function gives a string; it is compared, so it must give a number, or nil for unknown
-- A text that Lua would turn into a number.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return "3"
  end }:above(1), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
