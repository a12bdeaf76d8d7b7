-- expect: exercise 'c': field 'harder' comes back to this exercise: the chain has a loop
-- Forms of an exercise that lead round in a circle: a plan would follow them for ever.
local function form(id, harder)
  return exercise { id = id, harder = harder, name = "n", purpose = "strengthen", domain = "strength",
    muscles = { core = 1 }, position = "supine", equipment = {}, tags = {}, level = 1, dose = "reps", setup = "s",
    movement = "m", breathing = "b", mistakes = "m", stop = "s", source = "convention" }
end
return pack { id = "x", version = "1", title = "x", form("a", "b"), form("b", "c"), form("c", "a"),
  rule { id = "a", title = "a", when = age():above(years(1)), strengthen = "core", cite = { "convention" }, evidence = "weak" } }
