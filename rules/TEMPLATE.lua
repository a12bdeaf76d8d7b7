-- A rule pack: copy this file, change what stands between the braces, then
--
--   sinew rules check my_pack.lua               finds every mistake, with line and column
--   sinew --pack my_pack.lua rules describe     says each rule as one English sentence
--   sinew --pack my_pack.lua assess CODE        judges a patient by it alone; sinew assess CODE as before
--
-- Keep the straight quotes and the comma behind every field. Words and fields: rules/README.md.
-- Text after two dashes is a note for people.

return pack {
  id = "my-pack",              -- small letters, digits and dashes; stays the same for ever
  version = "0.1.0",
  title = "What this pack is for",
  author = "Your clinic", reviewed = "2026-11-01",  -- who wrote it, and when somebody last read it critically
  needs_engine = "1.0",
  population = { age = { 18, 65 } },  -- ages: a convention

  -- Here, before the rules, may stand tests, norms, muscles and exercises of your own: rules/README.md.

  -- A rule judged left and right. Both conditions must hold.
  rule {
    id = "hip-abduction-low-and-painful-run",
    title = "Hip abduction low, pain in the morning after a run",
    side = each,
    when = all {
      low("gluteus_medius"),
      answer("pain_next_morning"):is(yes),
    },
    strengthen = "gluteus_medius",
    group = "hip-abductor-weakness",  -- rules of one group count once
    cite = { "convention" },          -- a key of data/sources.lua; "convention" when there is no source
    evidence = "weak",                -- strong, moderate, limited, weak, contradictory, none
    say = "{side} hip abduction is below the average of the comparison group; one test.",
  },

  -- A rule judged once, with a number and its unit.
  rule {
    id = "few-rest-days",
    title = "Few days without running",
    when = measure("rest_days"):below(days_per_week(1)),
    advise = "rest_days",
    cite = { "convention" }, evidence = "weak",
    say = "{value} days a week without running.",
  },
}
