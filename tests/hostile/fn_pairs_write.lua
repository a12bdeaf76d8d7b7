-- expect-run: this table is sealed
-- Reaching the contents of a sealed table through pairs.
local memory = { 1 }
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    local step, front = pairs(memory) front.x = 1 return true
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
