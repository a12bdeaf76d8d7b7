-- expect-run: rule words belong in conditions
-- A rule word kept from loading time.
local word = low
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return word("gluteus_medius") ~= nil
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
