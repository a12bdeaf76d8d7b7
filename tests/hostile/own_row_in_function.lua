-- expect-run: rule words belong in conditions
-- A muscle made while a patient is judged.
local make = muscle
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", strengthen = "core", cite = { "convention" }, evidence = "weak",
    when = fn { needs = { "rest_days" }, function(p) make { id = "late" } return true end } } }
