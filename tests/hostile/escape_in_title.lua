-- expect: title holds a control character (code 27)
-- A title that would move the cursor.
return pack {
  id = "x", version = "1", title = "\27[2J\27[31mred",
  rule { id = "a", title = "a", when = measure("rest_days"):known(), strengthen = "core", cite = { "convention" }, evidence = "weak" },
}
