-- expect-run: needs more than 32 MiB of memory
-- Recursion without end.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    local function f(n) return 1 + f(n) end return f(1) > 0
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
