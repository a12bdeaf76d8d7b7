-- expect: 4:12: source '../../etc/passwd': field 'id' must be a letter, then up to 63 letters, digits, '_' or '-', not '../../etc/passwd'
-- An id that would be a path.
return pack { id = "x", version = "1", title = "x",
  source { id = "../../etc/passwd", citation = "c" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
