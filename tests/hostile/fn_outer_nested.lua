-- expect-run: this table is sealed
-- A table inside a shared table.
local memory = { inner = { list = { 1, 2 } } }
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    memory.inner.list[1] = 5 return true
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
