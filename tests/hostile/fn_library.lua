-- expect-run: this table is sealed
-- Replacing a library function.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    math.floor = function() return 7 end return true
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
