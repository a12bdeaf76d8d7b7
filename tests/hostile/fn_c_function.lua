-- expect: fn takes a function
-- A library function is no function of the pack.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = {}, tostring }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
