-- expect-run: attempt to compare number with nil
-- Arithmetic on an unknown value.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return p:measure("shoe_km") > 3
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
