-- expect: fn needs the tests and questions it reads
-- Without needs nobody could say what is missing.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { function(p) return true end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
