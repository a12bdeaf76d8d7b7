-- expect-run: 'seen' would be a global
-- A global as memory.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    seen = true return true
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
