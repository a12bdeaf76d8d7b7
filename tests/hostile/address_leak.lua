-- expect-title: function table table
-- Nothing that a pack can print holds an address.
return pack {
  id = "x", version = "1", title = tostring(tostring) .. " " .. tostring({}) .. " " .. type({}),
  rule { id = "a", title = "a", when = measure("rest_days"):known(), strengthen = "core", cite = { "convention" }, evidence = "weak" },
}
