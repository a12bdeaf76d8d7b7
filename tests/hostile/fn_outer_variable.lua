-- expect-run: fn_outer_variable.lua:6: 'seen' stands outside the function
-- An outer variable as memory between patients.
local seen = 0
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    seen = seen + 1
    return seen > 1
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
