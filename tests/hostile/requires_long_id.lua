-- expect: is no id of a pack: small letters, digits, - and _, a letter first
-- An id of many kilobytes, shown cut.
local long = "x"
for i = 1, 16 do long = long .. long end
return pack { id = "x", version = "1", title = "x", requires = { [long] = "^1" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
