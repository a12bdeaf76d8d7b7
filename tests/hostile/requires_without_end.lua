-- expect: 6:3: a pack requires at most 32 others
-- A hundred thousand required packs.
local all = {}
for i = 1, 100000 do all["p" .. i] = "^1" end
return pack { id = "x", version = "1", title = "x",
  requires = all,
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
