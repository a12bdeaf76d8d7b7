-- expect-run: 'count' stands outside the function
-- An outer variable behind a helper.
local count = 0
local function bump() count = count + 1 end
return pack { id = "x", version = "1", title = "x",
  rule { id = "a", title = "a", when = fn { needs = { "rest_days" }, function(p)
    bump() return true
  end }, strengthen = "core", cite = { "convention" }, evidence = "weak" } }
