-- expect: a file makes one pack { } only
local r = rule { id = "a", title = "a", when = measure("rest_days"):known(), strengthen = "core", cite = { "convention" }, evidence = "weak" }
local first = pack { id = "x", version = "1", title = "x", r }
return pack { id = "y", version = "1", title = "y", r }
