-- expect-run: fn_loop.lua:5: stopped after 2000000 steps
-- A function that never ends.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    while true do end
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
