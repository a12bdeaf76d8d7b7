-- expect-run: ake is measured left and right: name a side
-- A paired test without a side.
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    return p:measure("ake") > 1
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
