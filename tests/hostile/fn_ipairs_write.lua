-- expect-run: this table is sealed
-- Reaching the contents of a sealed table through ipairs.
local memory = { 1 }
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    local step, front = ipairs(memory) front[1] = 2 return true
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
