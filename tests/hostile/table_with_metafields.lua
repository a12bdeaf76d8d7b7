-- expect: rule has no field '__index'
-- Names of metamethods are names like others.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", __index = low, __gc = low, when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
