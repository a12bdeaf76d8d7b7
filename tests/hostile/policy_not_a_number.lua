-- expect: present_p is a number from 0 to 1
-- A policy number that would make everything true.
return pack { id = "x", version = "1", title = "x", policy = { present_p = -1/0 },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
