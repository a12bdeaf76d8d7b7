-- expect: unknown test 'reste_days' (did you mean 'rest_days'?)
-- A need that does not exist.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "reste_days" }, function(p) return true end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
