-- A log of daily loads, worked up beforehand to one row a day: athlete, day, and how far the day lies above the highest
-- load of the 30 days before it, in per cent. Made for the sample of six team-sport athletes of Jovanovic.
--
-- A spike is free of units, so it can be told although the sample does not say what its load metrics are. The line of
-- load-spike comes from single runs of runners (frandsen2025): for other sports and other loads it is an analogy. The
-- log has no age, no sex and no body mass, so nothing else can be judged.
return {
  { profile = "daily_load_spike", title = "Daily load against the highest of the 30 days before",
    citation = "Jovanovic M, predicting-hamstring-injuries, Raw Data sample.csv. MIT", missing = { "NA" } },

  { column = "Athlete", fact = "patient" },
  { column = "Day", fact = "date" },
  { column = "Spike", test = "session_spike", unit = "%", source = "derived" },
}
