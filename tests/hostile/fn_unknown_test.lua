-- expect-run: unknown test 'reste_days' (did you mean 'rest_days'?)
-- A test that does not exist.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return p:measure("reste_days") > 1
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
