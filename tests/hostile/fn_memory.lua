-- expect-run: needs more than 32 MiB of memory
-- A function that eats memory.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    local t = {} for i = 1, 1e7 do t[i] = { i } end
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
