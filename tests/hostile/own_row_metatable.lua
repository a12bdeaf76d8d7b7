-- expect: 3:60: unknown word 'setmetatable'
-- A row whose fields would be made up while they are read.
return pack { id = "x", version = "1", title = "x", source(setmetatable({}, { __index = function() return "x" end })),
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
