-- expect-run: there is no 'error' inside a function
-- No error function to throw values with.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    error({})
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
