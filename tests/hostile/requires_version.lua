-- expect: 5:35: version is one to three numbers with dots, "1.2.0", so that other packs can require it
-- expect: 6:14: 'latest' is no range of versions
-- A version that cannot be compared, and a range that names none.
local nothing = {}
return pack { id = "x", version = "latest", title = "x", requires = {
    base   = "latest" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
