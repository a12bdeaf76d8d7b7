-- expect-run: the text is too long
-- A text that grows without end.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    local t = {} for i = 1, 100000 do table.insert(t, "0123456789") end return table.concat(t) == ""
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
