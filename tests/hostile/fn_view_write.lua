-- expect-run: attempt to index a userdata value
-- Writing into the view.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    p.age = 3 return true
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
