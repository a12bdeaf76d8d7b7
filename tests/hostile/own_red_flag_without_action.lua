-- expect: 4:3: question 'q': field 'action' is needed for a red flag
-- A red flag that sends nobody anywhere.
return pack { id = "x", version = "1", title = "x",
  question { id = "q", text = "t", red_flag = true, urgency = "emergency", source = "convention", verified = "convention" },
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
