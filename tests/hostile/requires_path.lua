-- expect: 5:17: '../red_flags' is no id of a pack: small letters, digits, - and _, a letter first
-- expect: 6:6: '/etc/passwd' is no id of a pack: small letters, digits, - and _, a letter first
-- Paths in place of ids reach no file.
return pack { id = "x", version = "1", title = "x",
  requires = { ["../red_flags"] = "^1",
    ["/etc/passwd"] = "^1" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
