-- expect-run: attempt to index a string value
-- No methods behind texts.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return ("x"):rep(9) == "x"
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
