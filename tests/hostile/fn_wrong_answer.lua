-- expect-run: the function gives a table; it must give true, false, or nil for unknown
-- An answer of the wrong type.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return {}
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
