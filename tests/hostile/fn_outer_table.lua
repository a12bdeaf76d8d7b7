-- expect-run: fn_outer_table.lua:6: this table is sealed
-- A shared table as memory between patients.
local memory = {}
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    memory.seen = true return true
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
