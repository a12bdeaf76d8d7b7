-- expect-run: p has no 'name'
-- Asking for identity.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return p.name ~= nil
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
