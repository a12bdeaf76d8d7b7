-- expect: 4:46: found takes the id of a rule in quotes, "rule" or "pack/rule", not '../red_flags/ces-saddle'
-- A path in found.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = found("../red_flags/ces-saddle"), strengthen = "core", cite = { "convention" },
    evidence = "weak" } }
