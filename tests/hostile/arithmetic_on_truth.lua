-- expect: works on numbers, not on conditions
-- Conditions are no numbers.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = (low("gluteus_medius") + 1):above(1), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
