-- expect-run: table.insert: this table is sealed
-- Appending to a shared table.
local memory = {}
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    table.insert(memory, p.age) return true
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
