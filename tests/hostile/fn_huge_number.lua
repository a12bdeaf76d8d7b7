-- expect-run: the function gives a number too large
-- A number of hundreds of digits.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return 1e300
  end }:above(1), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
