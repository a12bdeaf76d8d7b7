-- expect-run: the function gives a boolean; it is compared, so it must give a number
-- A truth where a number is asked for.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return true
  end }:above(1), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
