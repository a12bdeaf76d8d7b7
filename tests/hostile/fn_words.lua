-- expect-run: rule words belong in conditions
-- A rule word inside a function.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return low("gluteus_medius")
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
