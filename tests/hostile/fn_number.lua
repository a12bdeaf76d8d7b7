-- expect-run: the function gives a number; it must give true, false, or nil for unknown (a number is compared: fn { ... }:above(3))
-- A number where a condition is asked for.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return 1
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
