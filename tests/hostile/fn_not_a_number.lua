-- expect-run: the function gives no number (0/0); a number lies between -1e9 and 1e9
-- What no comparison can decide.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return 0 / 0
  end }:above(1), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
