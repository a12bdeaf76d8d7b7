-- expect-run: the function gives an endless number (x/0)
-- A number without an end.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return -1 / 0
  end }:above(1), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
