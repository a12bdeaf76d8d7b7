-- expect: 4:46: pack 'red-flags' is not required here
-- A rule of a pack that judges as well, but was not asked for: nothing of it is seen.
return pack { id = "x", version = "1", title = "x",
  rule { id = "b", title = "b", when = found("red-flags/ces-saddle"), strengthen = "core", cite = { "convention" },
    evidence = "weak" } }
